// SPDX-License-Identifier: Apache-2.0

import App
import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksHTTP
import BlocksLambda
import BlocksStore
import HTTPTypes
import Logging

/// Prints what the stages of a request cost: time and allocations an operation, on one thread, in memory.
@main struct Main {
    static func main() throws {
        let loop = try CurlLoop()
        let failure = loop.run { loop in
            do {
                try await report(on: loop)
                return String?.none
            } catch {
                return "\(error)"
            }
        }
        if let failure { print(failure) }
    }

    private static func report(on loop: CurlLoop) async throws {
        var platform = Platform(
            environment: environment, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, isLocal: false)
        platform.provide(SecureRandom.system)
        AWSServices.provide(into: &platform, transport: Unreachable()) { _ in }
        platform.provide(SettingDriverProvider(FixedSecret()))
        let application = try BlocksApplication(DemoApp.self, platform: platform)
        let handler = LambdaHandler(application: application, platform: platform, executor: loop) {
            try await loop.sleep(for: $0)
        }

        var rows: [Measurement] = []
        for (label, event) in [("1 KB", Samples.small), ("2 KB", Samples.typical)] {
            rows.append(
                await Measurement("\(label) event: JSON parsed") { _ = try? JSONDocument(event) })
            rows.append(
                try await Measurement("\(label) event: decoded, dispatched, answered") {
                    _ = try await handler.reply(to: event, requestID: "bench", deadline: nil)
                })
        }
        let greet = request(#"{"jsonrpc":"2.0","id":1,"method":"api.greet","params":["World"]}"#)
        rows.append(
            await Measurement("JSON-RPC call dispatched") {
                _ = await application.respond(to: context(greet, platform))
            })
        let signedOut = request(#"{"jsonrpc":"2.0","id":1,"method":"api.getProfile"}"#, cookie: Samples.forgedCookie)
        rows.append(
            await Measurement("session cookie checked and refused") {
                _ = await application.respond(to: context(signedOut, platform))
            })
        rows.append(await Measurement("result encoded as JSON") { _ = try? JSONCoding.encode(Samples.profile) })
        let signer = SigV4Signer(service: "dynamodb", region: "us-east-1")
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            sessionToken: Secret("token"))
        rows.append(
            await Measurement("DynamoDB request signed") {
                _ = signer.sign(Samples.getItem, credentials: credentials, at: Timestamp(seconds: 1_795_496_006))
            })
        print("| | µs | allocations |\n|---|---:|---:|")
        for row in rows { print(row.row) }
    }

    private static let environment = [
        "BLOCKS_STACK_NAME": "demo", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret", "BLOCKS_AUTH_COGNITO_DEMO_MY_APP_AUTH_USER_POOL_ID": "us-east-1_abcdefghi",
        "BLOCKS_AUTH_COGNITO_DEMO_MY_APP_AUTH_CLIENT_ID": "abcdefghijklmnopqrstuvwxyz",
    ]

    private static func request(_ body: String, cookie: String? = nil) -> BlocksRequest {
        BlocksRequest(
            method: .post, path: RPC.path, headerList: [.init(name: "content-type", value: "application/json")],
            cookieHeader: cookie, body: Array(body.utf8))
    }

    private static func context(_ request: BlocksRequest, _ platform: Platform) -> BlocksContext {
        let deadline = Deadline(expires: platform.clock.now().adding(seconds: 28), clock: platform.clock)
        return BlocksContext(request: request, requestID: "bench", deadline: deadline, logger: platform.logger)
    }
}

/// No request leaves this program.
private struct Unreachable: HTTPTransport {
    func send(_ request: OutboundRequest) async throws(TransportError) -> InboundResponse {
        throw TransportError(.connect)
    }
}

/// The session secret without SSM.
private struct FixedSecret: SettingDriver {
    func read(_ name: String, secret: Bool) async throws(AppSettingError) -> String? {
        #""AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8""#
    }

    func write(
        _ name: String, value: String, secret: Bool, overwrite: Bool
    ) async throws(AppSettingError) -> Bool { false }
}
