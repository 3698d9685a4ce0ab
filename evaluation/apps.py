from django.apps import AppConfig

from branches.names import HONOUR


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = f"{HONOUR}评定"
