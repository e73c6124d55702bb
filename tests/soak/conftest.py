"""The options of what takes long."""


def pytest_addoption(parser):
    parser.addoption("--mutants", type=int, default=20, help="of each module, for test_mutants")
