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

    /// The methods that the module's sources declare, by the names of the conformance server's namespace.
    private static func declared() throws -> Set<String> {
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
