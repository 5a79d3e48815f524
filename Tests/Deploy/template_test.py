# SPDX-License-Identifier: Apache-2.0
"""deploy/template.yaml is clean under cfn-lint, passes the SAM transform, and grants what the code needs and no more.

usage: template_test.py            needs the packages of Tests/requirements.txt
"""
import os
import pathlib
import re
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


def granted(table):
    """The actions that the role has on a table."""
    statements = transformed()["FunctionRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    arn = {"Fn::GetAtt": [table, "Arn"]}
    return {action for statement in statements for action in statement["Action"]
            if arn in (statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]])}


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
            ["dynamodb:DeleteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:GetItem", "dynamodb:PutItem",
             "dynamodb:PutItem", "dynamodb:UpdateItem", "kms:Decrypt", "kms:Encrypt", "logs:CreateLogStream",
             "logs:PutLogEvents", "ssm:GetParameter", "ssm:PutParameter"])
        for statement in statements:
            self.assertNotIn(statement["Resource"], ("*", ["*"]))

    def test_the_session_table_is_open_for_exactly_the_operations_that_its_driver_sends(self):
        client = (ROOT / "Sources/BlocksAWS/DynamoDB/DynamoDBClient.swift").read_text()
        driver = (ROOT / "Sources/BlocksStore/AWS/DynamoDBDriver.swift").read_text()
        sent = set()
        for function in re.split(r"\n    (?:public|private) (?:static )?func ", client)[1:]:
            if "client." + function.split("(")[0] + "(" in driver:
                sent |= set(re.findall(r'\.(?:idempotent|once)\("(\w+)"\)', function))
        self.assertEqual(sent, {"GetItem", "PutItem", "DeleteItem", "UpdateItem", "Scan"})
        sent.remove("Scan")  # for an application's own stores: no session and no note is looked for
        self.assertEqual(granted("SessionTable"), {"dynamodb:" + name for name in sent})
        self.assertEqual(granted("NotesTable"), granted("SessionTable") - {"dynamodb:UpdateItem"})

    def test_tables_have_the_key_and_the_expiry_attribute_that_the_stores_use(self):
        resources = transformed()
        for table in ("SessionTable", "NotesTable"):
            properties = resources[table]["Properties"]
            self.assertEqual(properties["KeySchema"], [{"AttributeName": "pk", "KeyType": "HASH"}])
            self.assertEqual(properties["TimeToLiveSpecification"], {"AttributeName": "ttl", "Enabled": True})

    def test_users_and_sessions_outlive_the_stack(self):
        document = yaml_parse(TEMPLATE.read_text())["Resources"]
        for name in ("UserPool", "SessionTable", "NotesTable"):
            self.assertEqual((document[name]["DeletionPolicy"], document[name]["UpdateReplacePolicy"]), ("Retain", "Retain"))
        self.assertEqual(document["UserPool"]["Properties"]["DeletionProtection"], "ACTIVE")
        for table in ("SessionTable", "NotesTable"):
            self.assertIs(document[table]["Properties"]["DeletionProtectionEnabled"], True)

    def test_the_function_uses_the_one_client_that_the_template_makes(self):
        resources = transformed()
        clients = [name for name, r in resources.items() if r["Type"] == "AWS::Cognito::UserPoolClient"]
        self.assertEqual(clients, ["UserPoolClient"])
        variables = resources["Function"]["Properties"]["Environment"]["Variables"]
        prefix = "BLOCKS_AUTH_COGNITO_BLOCKS_DEMO_MY_APP_AUTH_"
        self.assertEqual(variables[prefix + "CLIENT_ID"], {"Ref": "UserPoolClient"})
        self.assertEqual(variables[prefix + "USER_POOL_ID"], {"Ref": "UserPool"})
        self.assertEqual(resources["UserPoolClient"]["Properties"]["UserPoolId"], {"Ref": "UserPool"})

    def test_the_client_says_how_long_tokens_last_and_lets_them_be_revoked(self):
        client = transformed()["UserPoolClient"]["Properties"]
        self.assertIs(client["EnableTokenRevocation"], True)
        self.assertEqual(client["PreventUserExistenceErrors"], "ENABLED")
        self.assertEqual((client["AccessTokenValidity"], client["IdTokenValidity"]), (60, 60))
        self.assertEqual(client["RefreshTokenValidity"], 30)
        self.assertEqual(
            client["TokenValidityUnits"], {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"})

    def test_the_pool_offers_no_factor_that_it_could_not_send(self):
        pool = transformed()["UserPool"]["Properties"]
        sends_text = "SmsConfiguration" in pool
        factors = pool.get("EnabledMfas", []) + pool.get("Policies", {}).get("SignInPolicy", {}).get("AllowedFirstAuthFactors", [])
        self.assertTrue(sends_text or not any(factor.startswith("SMS") for factor in factors))
        self.assertTrue("EmailConfiguration" in pool or not any(factor.startswith("EMAIL") for factor in factors))
        self.assertEqual((pool["MfaConfiguration"], pool["AutoVerifiedAttributes"]), ("OFF", ["email"]))

    def test_the_function_may_run_no_longer_than_its_front_door_waits(self):
        self.assertEqual(transformed()["Function"]["Properties"]["Timeout"], 30)

    def test_every_request_reaches_the_code_which_answers_wrong_methods_itself(self):
        paths = transformed()["Api"]["Properties"]["Body"]["paths"]
        self.assertEqual({path: list(methods) for path, methods in paths.items()},
                         {"$default": ["x-amazon-apigateway-any-method"]})

    def test_no_resource_holds_the_session_secret_so_that_no_change_of_the_stack_deletes_it(self):
        types = {resource["Type"] for resource in transformed().values()}
        self.assertFalse(types & {"AWS::SSM::Parameter", "AWS::SecretsManager::Secret"})


if __name__ == "__main__":
    unittest.main()
