"""stub"""


class Company: ...
