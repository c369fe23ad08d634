"""Which Pyodide a page runs: its version, its files, and the sum of each.

The sums of the wheels are those of `pyodide-lock.json` of this version; a new version is a change of this file and of
nothing else.
"""

VERSION = "0.27.7"
PYTHON = "3.12"  # the Python in it, of which its archives and folders bear the number

# The lock that Pyodide asks for at its start names packages that it would fetch from elsewhere; here are none.
LOCK = {
    "info": {
        "abi_version": "2024_0",
        "arch": "wasm32",
        "platform": "emscripten_3_1_58",
        "python": "3.12.7",
        "version": VERSION,
    },
    "packages": {},
}

CORE = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}

# The wheels in each archive of the page.
WHEELS = {
    "numpy": {
        "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08"
        ),
    },
    "matplotlib": {
        "matplotlib-3.8.4-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "50d4641b32e84ecb0a2c271728d4be73b1e0a0f5f29aa7dd6ea280f888b91340"
        ),
        "contourpy-1.3.0-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "f6ca0437a039c40691be53ff5bd3c9774868add8d5c2d032167495c6ff1f1c4b"
        ),
        "cycler-0.12.1-py3-none-any.whl": "e33687b4269fe3eda13c2d38006f9a5daa602c95f5c4f8d0576aff0717d001a6",
        "kiwisolver-1.4.5-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "d7652d88b3390d9d1d0175d6c79da675b42bac2cd748cc9b5766a3235da4b762"
        ),
        "packaging-24.2-py3-none-any.whl": "fbf6a5ace596eb8e28fe0089ecfc0bca2eb3930563e9ca06acb98ea5302b99f7",
        "pillow-10.2.0-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "43eab147a9355385a99eeac18fb577d4af2fe4bd0bbd23d3ba3ddb92e72c2815"
        ),
        "pyparsing-3.1.2-py3-none-any.whl": "9070866557845375d8180e9236021fdecb2b93be75a7c8de48841f1465133a60",
        "python_dateutil-2.9.0.post0-py2.py3-none-any.whl": (
            "02811ea3714f6697d639c07dc5ec63f5774dc7a688e4e1cbbe9beb2f33c3e6c9"
        ),
        "six-1.16.0-py2.py3-none-any.whl": "f61235bc3a15086f0369585e5071ae9ba0bd244a111d12b37f683862e6850c0a",
    },
    "scipy": {
        "scipy-1.14.1-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "997c50a61564a8ce6a56ea98a42e7f4427e5eb98475a73233e83df6a184f415c"
        ),
        "openblas-0.3.26.zip": "787ea9a8a5cd160204388d03324b3b7ce5c9aea14b5680cec987f837e76c5198",
    },
    "scikit-learn": {
        "scikit_learn-1.6.1-cp312-cp312-pyodide_2024_0_wasm32.whl": (
            "022fe0061765894279b4ae1035e40da2cb436efa51d408f8e6214aacad0c631b"
        ),
        "joblib-1.4.0-py3-none-any.whl": "c4a3bb8273356564230296537aae1c175e8fcc6bd998af6b9ab1be74e2d141b6",
        "threadpoolctl-3.5.0-py3-none-any.whl": "c463e5400524d9edd309fc100f362d774207d1e51321b92b258403ee6c3ba49c",
    },
}

# What has to be there before an archive can be imported.
NEEDS = {"numpy": [], "matplotlib": ["numpy"], "scipy": ["numpy"], "scikit-learn": ["numpy", "scipy"]}

SUMS = {**CORE, **{name: digest for wheels in WHEELS.values() for name, digest in wheels.items()}}
