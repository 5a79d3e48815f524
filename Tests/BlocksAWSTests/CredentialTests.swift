// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CredentialTests {
    private static let file = """
        # a comment
        [default]
        aws_access_key_id = AKDEFAULT
        aws_secret_access_key=secret/with+signs==   # why not
        [work]
        AWS_ACCESS_KEY_ID = AKWORK
        aws_secret_access_key = first
        aws_secret_access_key = second#part ; comment
        aws_session_token = token
          nested = ignored
        s3 =
          aws_access_key_id = AKNESTED
        [half]
        aws_access_key_id = AKHALF
        """

    private func resolve(_ environment: [String: String], files: [String: String] = ["/h/.aws/credentials": file])
        throws
        -> AWSCredentials
    {
        try CredentialSources(environment: environment, readFile: { files[$0].map { Array($0.utf8) } }).resolve()
    }

    private func exposed(_ secret: Secret<String>?) -> String? { secret?.withExposed { $0 } }

    @Test func `Lambda's variables are used first`() throws {
        let credentials = try resolve([
            "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "sk", "AWS_SESSION_TOKEN": "st", "HOME": "/h",
        ])
        #expect(credentials.accessKeyID == "AK")
        #expect(exposed(credentials.secretAccessKey) == "sk")
        #expect(exposed(credentials.sessionToken) == "st")
    }

    @Test func `long-lived credentials have no session token`() throws {
        let credentials = try resolve([
            "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "sk", "AWS_SESSION_TOKEN": "",
        ])
        #expect(credentials.sessionToken == nil)
    }

    @Test func `a key without its secret is not completed from elsewhere`() {
        let error = #expect(throws: ConfigurationError.self) { try resolve(["AWS_ACCESS_KEY_ID": "AK", "HOME": "/h"]) }
        #expect(error?.setting == "AWS_SECRET_ACCESS_KEY")
    }

    @Test func `the default profile is read from the home directory`() throws {
        let credentials = try resolve(["HOME": "/h"])
        #expect(credentials.accessKeyID == "AKDEFAULT")
        #expect(exposed(credentials.secretAccessKey) == "secret/with+signs==")
    }

    @Test func `a named profile has names in any case, the last value, and no nested ones`() throws {
        let credentials = try resolve(["HOME": "/h", "AWS_PROFILE": "work"])
        #expect(credentials.accessKeyID == "AKWORK")
        #expect(exposed(credentials.secretAccessKey) == "second#part")
        #expect(exposed(credentials.sessionToken) == "token")
    }

    @Test(arguments: ["/x/creds", "~/creds"])
    func `the file can be elsewhere`(_ path: String) throws {
        let credentials = try resolve(
            ["HOME": "/h", "AWS_SHARED_CREDENTIALS_FILE": path],
            files: ["/x/creds": Self.file, "/h/creds": Self.file])
        #expect(credentials.accessKeyID == "AKDEFAULT")
    }

    @Test(
        arguments: [
            ([:], "AWS_ACCESS_KEY_ID"), (["HOME": "/nowhere"], "AWS_ACCESS_KEY_ID"),
            (["HOME": "/h", "AWS_PROFILE": "absent"], "AWS_PROFILE"),
            (["HOME": "/h", "AWS_PROFILE": "half"], "AWS_PROFILE"),
            (["AWS_SHARED_CREDENTIALS_FILE": "~/creds"], "AWS_ACCESS_KEY_ID"),
        ] as [([String: String], String)])
    func `without credentials the error says what to set`(_ environment: [String: String], _ setting: String) {
        let error = #expect(throws: ConfigurationError.self) { try resolve(environment) }
        #expect(error?.setting == setting)
    }

    @Test(arguments: [
        "", "[", "[]", "=", "[default", "key = before any section", "[a]\n=x\nx=\n#[b]", "\u{FEFF}[default]\r\n",
    ])
    func `nothing in the file is an error of the parser`(_ text: String) {
        #expect(INIFile(text).sections["default"]?["aws_access_key_id"] == nil)
    }

    @Test func `line ends of every kind are understood`() {
        let sections = INIFile("[a]\r\nx = 1\r\n[b]\rx = 2\n").sections
        #expect(sections == ["a": ["x": "1"], "b": ["x": "2"]])
    }

    @Test func `a real file is read whole, a directory or a missing one is not`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("blocks-\(UUID().uuidString)").path
        try Data(repeating: 0x61, count: 40_000).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(SmallFile.read(path)?.count == 40_000)
        #expect(SmallFile.read("/") == nil)
        #expect(SmallFile.read(path + "-missing") == nil)
    }

    @Test func `credentials print no secret`() throws {
        let credentials = try resolve([
            "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "hidden-key", "AWS_SESSION_TOKEN": "hidden-token",
        ])
        let configuration = Surroundings(
            RecordingTransport(), environment: ["AWS_SECRET_ACCESS_KEY": "hidden-key"]
        ).configuration
        for value in [credentials, configuration] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] { #expect(!text.contains("hidden")) }
        }
    }
}
