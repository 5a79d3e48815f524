// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import BlocksLocal
import Foundation
import HTTPTypes
import TestSupport

@testable import BlocksAuthCognito
@testable import BlocksCore
@testable import conformance_server

/// The conformance server's application on a real local pool, in this process; clients that keep their cookies.
final class StormBed {
    let application: BlocksApplication
    let outbox: CodeOutbox
    let log = CapturedLog()
    let clock = TestSupport.MovableClock()
    private let folder: String
    private(set) var replies = 0

    /// Making RSA keys takes a tenth of a second, so pools of one run share one.
    private static let key = Result { try RSAPrivateKey.generate().pem() }

    init(_ options: AuthCognitoOptions<OpenPool>? = nil, passwordIterations: Int = 2) throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = memory + "/blocks-storm-" + UUID().uuidString
        let options =
            options
            ?? AuthCognitoOptions(
                mfa: .optional, mfaTypes: StandardFactor.allCases, userAttributes: [.init(named: "department")],
                groups: [.init("admins")], admin: .init())
        let pool = folder + "/conformance-auth"
        try FileManager.default.createDirectory(atPath: pool, withIntermediateDirectories: true)
        try Data(Self.key.get().utf8).write(to: URL(fileURLWithPath: pool + "/signing-key.pem"))
        let local = try LocalPlatform(
            dataDirectory: folder, clock: clock.clock, logger: log.logger,
            passwordIterations: passwordIterations)
        let app = ConformanceApp(options: options, clock: .init(), outbox: local.outbox)
        application = try BlocksApplication(platform: local.platform, build: app.build)
        outbox = local.outbox
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A pool with everything that can be switched on.
    static var everything: AuthCognitoOptions<OpenPool> {
        AuthCognitoOptions(
            mfa: .optional, mfaTypes: StandardFactor.allCases, userAttributes: [.init(named: "department")],
            authFlowType: .userAuth, enablePasskeys: true,
            webAuthnRelyingParty: .init(id: "example.com", origins: ["https://example.com"]), deviceTracking: .init(),
            groups: [.init("admins")], admin: .init())
    }

    /// `namespace.method` with its parameters, of everything that is exported.
    var methods: [(name: String, parameters: [String])] {
        application.namespaces.flatMap { name, namespace in
            namespace.methods.map { ("\(name).\($0.name)", $0.parameters) }
        }
    }

    /// A request with a body of whatever bytes.
    func context(_ body: [UInt8], cookies: String? = nil) -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")],
                cookieHeader: cookies, body: body),
            requestID: "request-1",
            deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock),
            logger: log.logger)
    }

    /// What a client of its own sends and gets.
    final class Client {
        private let bed: StormBed
        var cookies: [String: String] = [:]

        init(_ bed: StormBed) { self.bed = bed }

        /// The answer to a body of whatever bytes.
        func send(_ body: [UInt8]) async -> BlocksReply {
            let context = bed.context(
                body,
                cookies: cookies.isEmpty ? nil : cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
            let reply = await bed.application.respond(to: context)
            bed.replies += 1
            for cookie in context.response.snapshot().cookies {
                cookies[cookie.name] = cookie.maxAge > 0 ? cookie.value : nil
            }
            return reply
        }

        /// The answer to a call with the JSON text `params`.
        func call(_ method: String, _ params: String = "[]") async throws -> Answer {
            let reply = await send(Array(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params),"id":1}"#.utf8))
            return try Answer(reply)
        }
    }

    /// One reply, taken apart.
    struct Answer {
        let status: Int
        let text: String
        let result: JSONValue?
        let code: Int?
        let message: String?
        let name: String?
        let isRetriable: Bool

        init(_ reply: BlocksReply) throws {
            let body = try JSONValue(parsing: reply.body)
            status = reply.status
            text = reply.text
            result = body["result"]
            code = body["error"]?["code"]?.int
            message = body["error"]?["message"]?.string
            name = body["error"]?["data"]?["name"]?.string
            isRetriable = body["error"]?["data"]?["retriable"] == true
        }

        /// Code and name of an error, `ok` for a result.
        var outcome: String { code.map { "\($0) \(name ?? "-")" + (isRetriable ? " retriable" : "") } ?? "ok" }
    }

    /// Signs a user up, confirms and signs in; returns the client.
    func signedIn(_ username: String, _ attributes: String = "{}") async throws -> Client {
        let client = Client(self)
        _ = try await client.call("api.signUp", #"["\#(username)","Passw0rd!",{"attributes":\#(attributes)}]"#)
        let code = outbox.newest(for: username)?.code ?? ""
        _ = try await client.call("api.confirmSignUp", #"["\#(username)","\#(code)"]"#)
        // The preference counts only where there is a choice.
        _ = try await client.call("api.signIn", #"["\#(username)","Passw0rd!",{"preferredChallenge":"PASSWORD"}]"#)
        return client
    }
}

extension StormBed {
    /// Finishes a sign-in of a user with a confirmed address, to which a code has gone.
    func answerEmailCode(_ client: Client, _ username: String) async throws {
        let step = try await client.call("api.signIn", #"["\#(username)","Passw0rd!"]"#)
        let handle = step.result?["nextStep"]?["session"]?.string ?? ""
        let code = outbox.newest(for: username)?.code ?? ""
        _ = try await client.call("api.confirmSignIn", #"["\#(handle)","\#(code)"]"#)
    }
}
