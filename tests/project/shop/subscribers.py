"""Whose a request is."""


def of_request(request):
    return request.user
