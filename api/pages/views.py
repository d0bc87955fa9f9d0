from fastapi import APIRouter
from fastapi.staticfiles import StaticFiles
from pathlib import Path


class Pages:
    def __init__(self, service):
        self.service = service

    question = None

    def router(self, app):
        return APIRouter()

    def static(self):
        return StaticFiles(directory=Path(__file__).parent / "static")

    def error(self, request, status, code, detail, headers):
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(detail, status)
