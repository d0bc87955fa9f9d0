"""The packages of the distribution: ours, and the examples as data beside the module that loads them."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["api*", "graph*", "loaders*", "ontology*"]), "api.examples"],
    package_dir={"api.examples": "examples"},
)
