from __future__ import annotations

import uuid

from django.db import models


class Team(models.Model):
    """A subscriber that is not the user model, with a primary key that is not a number."""

    reference = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=100)
    owner_email = models.EmailField()

    def __str__(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        return self.owner_email

    def get_full_name(self) -> str:
        return self.name
