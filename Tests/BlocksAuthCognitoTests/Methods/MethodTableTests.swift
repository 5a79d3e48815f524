// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport
import Testing

/// Every method that `AuthCognito` and `auth.admin` offer, over JSON-RPC: exact requests to Cognito, exact replies to the client.
struct MethodTableTests {
    static let rows =
        MethodRow.signUp + MethodRow.signIn + MethodRow.session + MethodRow.account + MethodRow.factors
        + MethodRow.devices + MethodRow.passkeys
        + MethodRow.administration + MethodRow.forms

    @Test(arguments: rows) func `exact request, exact reply`(row: MethodRow) async throws {
        let bed = try MethodBed()
        for earlier in row.earlier {
            if earlier.method == "challenge" {
                bed.pose(earlier.params)
            } else {
                let (reply, _) = try await bed.call(earlier.method, earlier.params)
                #expect(!reply.contains(#""error":{"code""#), "\(earlier.method): \(reply)")
            }
        }
        let before = bed.cognito.calls.count
        row.script(bed.cognito)
        let (reply, cookies) = try await bed.call(row.method, row.params)
        #expect(reply == row.reply)
        #expect(bed.calls(since: before).map(\.description) == row.calls.map(\.description))
        #expect(cookies == row.cookies)
    }

    /// A method that is added without a row here fails; put it into the conformance server's namespace, then write what it sends and
    /// answers into one of the files beside this one.
    @Test func `every public method has a row`() throws {
        let asked = Set(Self.rows.map(\.method))
        #expect(try MethodBed().exported.subtracting(asked).sorted() == [], "no row")
        let declared = try Self.declared()
        #expect(declared.subtracting(asked).sorted() == [], "no row, or not in the conformance server's namespace")
        #expect(declared.count >= 43)
    }

    /// Challenges whose answers are proofs made with random numbers, which a table can't hold, and the files that test them.
    private static let proofs = [
        "PASSWORD_SRP": "SignIn/SignInProofFlowTests", "PASSWORD_VERIFIER": "SignIn/SRPSignInTests",
        "DEVICE_SRP_AUTH": "Devices/DeviceSignInTests", "DEVICE_PASSWORD_VERIFIER": "Devices/DeviceSignInTests",
    ]

    @Test func `every challenge has a row, or a test of its own`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let source = tests.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/BlocksAWS/Cognito/Challenge.swift")
        let names = try String(contentsOf: source, encoding: .utf8).matches(of: #/ChallengeName\(rawValue: "(\w+)"\)/#)
            .map { String($0.output.1) }
        #expect(names.count >= 15)
        for name in names {
            guard let file = Self.proofs[name] else {
                let posed = Self.rows.filter { row in
                    row.earlier.contains { $0.params.split(separator: " ").first == name[...] }
                }
                #expect(posed.contains { $0.method == "api.signIn" }, "\(name) is posed")
                #expect(posed.contains { $0.method == "api.confirmSignIn" }, "\(name) is answered")
                continue
            }
            let text = try String(contentsOf: tests.appendingPathComponent(file + ".swift"), encoding: .utf8)
            #expect(text.contains("\"\(name)\""), "\(name) in \(file)")
        }
    }

    /// The methods that the module's sources declare, by the names of the conformance server's namespace.
    static func declared() throws -> Set<String> {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/BlocksAuthCognito")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var names: Set<String> = ["authApi.getAuthState", "authApi.setAuthState"]
        for case let file as URL in files where file.pathExtension == "swift" {
            var owner = ""
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if let type = line.firstMatch(of: #/^(?:public )?(?:extension|struct|final class|enum) (\w+)/#) {
                    owner = String(type.output.1)
                }
                guard let method = line.firstMatch(of: #/^    public func (\w+)/#) else { continue }
                let name = String(method.output.1)
                if owner == "AuthCognito", name != "createApi" { names.insert("api." + name) }
                if owner == "AuthAdmin" { names.insert("api.admin" + name.prefix(1).uppercased() + name.dropFirst()) }
            }
        }
        return names
    }
}
