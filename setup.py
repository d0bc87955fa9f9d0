"""The packages of the distribution: ours, and the bundled documents as data beside the module that finds them."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["api*", "graph*", "loaders*", "ontology*"]), "api.examples", "api.chain"],
    package_dir={"api.examples": "examples", "api.chain": "docs/chain"},
)
