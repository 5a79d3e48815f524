# SPDX-License-Identifier: Apache-2.0
"""deploy/template.yaml is clean under cfn-lint, passes the SAM transform, and grants what the code needs and no more.

usage: template_test.py            needs the packages of Tests/requirements.txt
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "deploy" / "template.yaml"


def transformed(**parameters):
    document = yaml_parse(TEMPLATE.read_text())
    document["Resources"]["Function"]["Properties"]["CodeUri"] = "s3://bucket/bootstrap.zip"
    values = {"Runtime": "provided.al2023", "Architecture": "x86_64", "AllowedOrigins": "", **parameters}
    session = boto3.Session(region_name="us-east-1")
    return Translator({}, Parser(), boto_session=session).translate(document, values)["Resources"]


class Template(unittest.TestCase):
    def test_cfn_lint_finds_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            # CodeUri names the file that deploy/build.sh makes; the linter wants it to exist.
            code = pathlib.Path(folder, ".build", "lambda", "bootstrap.zip")
            copy = pathlib.Path(folder, "deploy", "template.yaml")
            for file in (code, copy):
                file.parent.mkdir(parents=True)
            code.touch()
            copy.write_text(TEMPLATE.read_text())
            lint = os.path.join(os.path.dirname(sys.executable), "cfn-lint")
            done = subprocess.run([lint, str(copy)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_both_runtimes_and_architectures_pass_the_transform(self):
        for runtime in ("provided.al2023", "provided.al2"):
            for architecture in ("x86_64", "arm64"):
                resources = transformed(Runtime=runtime, Architecture=architecture)
                self.assertEqual(resources["Function"]["Properties"]["Runtime"], {"Ref": "Runtime"})
                self.assertEqual(resources["Function"]["Properties"]["Architectures"], [{"Ref": "Architecture"}])

    def test_the_role_names_actions_and_resources_one_by_one(self):
        statements = transformed()["FunctionRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        actions = sorted(action for statement in statements for action in statement["Action"])
        self.assertEqual(
            actions,
            ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "kms:Decrypt", "kms:Encrypt",
             "logs:CreateLogStream", "logs:PutLogEvents", "ssm:GetParameter", "ssm:PutParameter"])
        for statement in statements:
            self.assertNotIn(statement["Resource"], ("*", ["*"]))

    def test_tables_have_the_key_and_the_expiry_attribute_that_the_stores_use(self):
        resources = transformed()
        for table in ("SessionTable", "NotesTable"):
            properties = resources[table]["Properties"]
            self.assertEqual(properties["KeySchema"], [{"AttributeName": "pk", "KeyType": "HASH"}])
            self.assertEqual(properties["TimeToLiveSpecification"], {"AttributeName": "ttl", "Enabled": True})


if __name__ == "__main__":
    unittest.main()
