// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A typo in a group, an attribute, a factor or an administrator's method, or one that is not granted, must not compile.
///
/// Each program has a correct twin, which must.
struct SchemaNarrowingTests {
    private static let prelude = """
        import BlocksAuthCognito
        import BlocksCore

        enum Pool: UserPoolSchema {
            enum Group: String, UserPoolGroup { case admins, readers }
            enum CustomAttribute: String, UserPoolAttribute { case department }
            enum Factor: String, UserPoolFactor { case totp = "TOTP" }
            typealias AdminActions = GroupActions
        }

        """

    @Test(arguments: [
        (
            "func f(_ auth: AuthCognito<Pool>, _ context: BlocksContext) async throws { _ = try await auth.requireRole(context, .#) }",
            "admins", "admin"
        ),
        (
            #"func f(_ auth: AuthCognito<Pool>) async throws { _ = try await auth.signUp("a", "p", options: .init(attributes: [.custom(.#): "x"])) }"#,
            "department", "departement"
        ),
        ("let options = AuthCognitoOptions<Pool>(mfa: .optional, mfaTypes: [.#])", "totp", "email"),
        ("let options = AuthCognitoOptions<Pool>(groups: [.init(.#)])", "readers", "reader"),
        ("let options = AuthCognitoOptions<Pool>(userAttributes: [.init(.#, required: true)])", "department", "dept"),
        ("let change: MFAPreferenceChange<Pool> = [.#: .preferred]", "totp", "sms"),
        ("let option = AdminOption(actions: [.#])", "groups", "group"),
        (
            #"func f(_ auth: AuthCognito<Pool>) async throws { _ = try await auth.admin.#("alice") }"#,
            "listGroupsForUser", "listGroupsOfUser"
        ),
        (
            #"func f(_ auth: AuthCognito<Pool>) async throws { _ = try await auth.admin.#("alice") }"#,
            "listGroupsForUser", "getUser"
        ),
    ])
    func `a typo does not compile, its correction does`(program: String, right: String, wrong: String) throws {
        guard let modules = Self.modules else {
            Issue.record("the compiled modules of this test run were not found beside the test executable")
            return
        }
        let good = try typecheck(program.replacingOccurrences(of: "#", with: right), modules)
        #expect(good.status == 0, "\(good.output)")
        let bad = try typecheck(program.replacingOccurrences(of: "#", with: wrong), modules)
        #expect(bad.status != 0)
        // The program is the tenth line: nothing but the typo may be at fault.
        #expect(bad.output.contains("Program.swift:10:"), "\(bad.output)")
    }

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of `.swiftmodule` files that this test was built with.
    private static var modules: URL? {
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return [executable, package.appendingPathComponent(".build/debug")]
            .map { $0.appendingPathComponent("Modules") }
            .first {
                FileManager.default.fileExists(atPath: $0.appendingPathComponent("BlocksAuthCognito.swiftmodule").path)
            }
    }

    private func typecheck(_ program: String, _ modules: URL) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("narrowing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("Program.swift")
        try (Self.prelude + program + "\n").write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6", "-I", modules.path, file.path]
            + ["COpenSSL", "CCurl"].flatMap {
                [
                    "-Xcc",
                    "-fmodule-map-file=\(Self.package.appendingPathComponent("Sources/\($0)/module.modulemap").path)",
                ]
            }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
