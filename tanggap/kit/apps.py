from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "tanggap.kit"
    label = "kit"
    verbose_name = "Kit"
