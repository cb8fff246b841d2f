"""``python -m tests.faults.prepare``: an empty city with one officer, as JSON: what to file, who will hold it."""

import json
import os

import django


def prepare() -> dict[str, object]:
    """Migrate, load the city, and seat an officer at the unit that will receive the reports."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tanggap.config.settings"
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    call_command("city", "load", verbosity=0)

    from tanggap.accounts.models import User
    from tanggap.agencies.models import Seat
    from tanggap.reports import catalogue, routing
    from tests.people import MENTENG

    plain = [one for one in catalogue.current().categories.values() if one.active and not one.refer_to]
    category = next(one for one in plain if not (one.emergency or one.confidential or one.verify_first))
    today = timezone.localdate()
    holder = routing.route(category=category, area_code=MENTENG, confidential=False, on=today)
    user = User.objects.create_user("petugas@jakarta.test", name="Petugas")
    Seat.objects.create(user=user, agency=holder, role=Seat.Role.OFFICER, title="Petugas CRM")
    return {"category": category.code, "user": user.pk, "holder": holder.pk}


if __name__ == "__main__":
    print(json.dumps(prepare()))
