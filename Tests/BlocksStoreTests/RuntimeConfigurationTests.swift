// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import BlocksStore
import HTTPTypes
import Logging
import Synchronization
import TestSupport
import Testing

@Suite struct RuntimeConfigurationTests {
    private static let environment = [
        "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "sk",
        "BLOCKS_CONFIG_BUCKET": "configs", "BLOCKS_CONFIG_KEY": "prod.json", "SET": "by the function", "EMPTY": "",
    ]

    private func load(
        _ transport: RecordingTransport, without missing: [String] = [], _ variables: [String: String] = [:]
    ) async throws -> [String: String] {
        var environment = Self.environment.merging(variables) { $1 }
        for name in missing { environment[name] = nil }
        return try await RuntimeConfiguration.added(
            to: environment, transport: transport, clock: WallClock { Timestamp(seconds: 1_800_000_000) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, sleep: { _ in })
    }

    @Test func `members become variables, and variables that exist win, empty ones too`() async throws {
        let transport = RecordingTransport(
            .json(#"{"NEW":"from S3","SET":"from S3","EMPTY":"from S3","CORS_HOSTING_ORIGINS":"https://a\\.example"}"#))
        let merged = try await load(transport)
        #expect(merged["NEW"] == "from S3")
        #expect(merged["SET"] == "by the function")
        #expect(merged["EMPTY"] == "")
        #expect(merged["CORS_HOSTING_ORIGINS"] == #"https://a\.example"#)
        #expect(merged.count == Self.environment.count + 2)
        #expect(transport.requests.map(\.url) == ["https://configs.s3.eu-west-1.amazonaws.com/prod.json"])
        #expect(transport.requests.map(\.timeout) == [.seconds(5)])
    }

    @Test(arguments: [["BLOCKS_CONFIG_BUCKET"], ["BLOCKS_CONFIG_KEY"], ["BLOCKS_CONFIG_BUCKET", "BLOCKS_CONFIG_KEY"]])
    func `without a bucket or a key nothing is asked`(_ missing: [String]) async throws {
        let transport = RecordingTransport()
        let merged = try await load(transport, without: missing)
        #expect(merged["SET"] == "by the function")
        #expect(merged["NEW"] == nil)
        #expect(transport.requests.isEmpty)
    }

    @Test func `an object that does not exist leaves the environment alone`() async throws {
        let missing = InboundResponse(status: 404, body: Array("<Error><Code>NoSuchKey</Code></Error>".utf8))
        #expect(try await load(RecordingTransport(missing)) == Self.environment)
    }

    @Test(arguments: [
        (404, "<Error><Code>NoSuchBucket</Code></Error>", "NoSuchBucket, status 404"),
        (404, "<html>a proxy's own page</html>", "UnrecognizedResponseError, status 404"),
        (200, #"{"":"x"}"#, "the name of a member is no text"),
        (403, "<Error><Code>AccessDenied</Code></Error>", "AccessDenied, status 403"), (200, "", "it is empty"),
        (200, #"{"A":1}"#, "its member 'A' must be a text"), (200, #"{"A":null}"#, "its member 'A' must be a text"),
        (200, #"{"A":{"B":"planted"}}"#, "its member 'A' must be a text"),
    ])
    func `what can't be used fails the start and names bucket and key`(
        _ status: Int, _ body: String, _ reason: String
    ) async throws {
        let transport = RecordingTransport(InboundResponse(status: status, body: Array(body.utf8)))
        let error = await #expect(throws: ConfigurationError.self) { try await load(transport) }
        #expect(error?.message == "[Blocks] Failed to load config from S3 (configs/prod.json): \(reason)")
        #expect(error?.setting == "BLOCKS_CONFIG_KEY")
    }

    @Test(arguments: [#"["a"]"#, #""a""#, "7", "null", "true"])
    func `JSON that is no object fails the start`(_ body: String) async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await load(RecordingTransport(.json(body))) }
        #expect(error?.message == "[Blocks] Config file must be a JSON object")
        #expect(error?.setting == "BLOCKS_CONFIG_KEY")
    }

    @Test(arguments: ["{", #"{"A":"planted"#, "{'A':1}", "\u{FEFF}{}", #"{"A":"b"}x"#])
    func `text that is no JSON fails the start without repeating it`(_ body: String) async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await load(RecordingTransport(.json(body))) }
        #expect(error?.message.hasPrefix("[Blocks] Failed to load config from S3 (configs/prod.json): ") == true)
        #expect(error?.message.contains("planted") == false)
    }

    @Test func `a service that stays away is asked three times`() async throws {
        let transport = RecordingTransport(Array(repeating: .failure(TransportError(.timeout)), count: 4))
        let error = await #expect(throws: ConfigurationError.self) { try await load(transport) }
        #expect(error?.message.hasSuffix("TimeoutError") == true)
        #expect(transport.requests.count == 3)
    }

    @Test func `all attempts together take eight seconds at most`() async throws {
        let transport = RecordingTransport(Array(repeating: .failure(TransportError(.timeout)), count: 4))
        let seconds = Mutex<Int64>(1_800_000_000)
        let error = await #expect(throws: ConfigurationError.self) {
            _ = try await RuntimeConfiguration.added(
                to: Self.environment, transport: transport,
                clock: WallClock {
                    Timestamp(
                        seconds: seconds.withLock {
                            $0 += 1; return $0
                        })
                },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, sleep: { _ in })
        }
        #expect(transport.requests.allSatisfy { $0.timeout <= .seconds(5) })
        #expect(transport.requests.count < 3)
        #expect(
            error?.message.hasSuffix(": DeadlineExceededError") == true
                || error?.message.hasSuffix(": TimeoutError") == true)
    }

    @Test func `of members with the same name the last one counts`() async throws {
        #expect(try await load(RecordingTransport(.json(#"{"A":"first","A":"last"}"#)))["A"] == "last")
    }

    @Test(arguments: [
        ("BLOCKS_CONFIG_BUCKET", "No/Bucket", ConfigurationError.Kind.setting), ("AWS_REGION", "", .setting),
        ("AWS_SECRET_ACCESS_KEY", "", .key),
    ])
    func `a setting that can't be used is told at start, as what it is`(
        _ name: String, _ value: String, _ kind: ConfigurationError.Kind
    ) async throws {
        let transport = RecordingTransport()
        let error = await #expect(throws: ConfigurationError.self) { try await load(transport, [name: value]) }
        #expect(error?.setting == name)
        #expect(error?.kind == kind)
        #expect(transport.requests.isEmpty)
    }
}

@Suite(.needsMoto) struct RuntimeConfigurationMotoTests {
    @Test func `an object in S3 is read over real HTTP`() async throws {
        let moto = try Moto()
        defer { moto.stop() }
        let url = (Moto.url ?? "") + "/config-" + Moto.unique()
        for (path, body) in [("", ""), ("/folder/a%20b.json", #"{"NEW":"von S3 – ü"}"#)] {
            let stored = try await moto.transport.send(
                OutboundRequest(method: .put, url: url + path, body: Array(body.utf8)))
            #expect(stored.status == 200)
        }
        var environment = moto.environment
        environment["BLOCKS_CONFIG_BUCKET"] = String(url.split(separator: "/").last ?? "")
        environment["BLOCKS_CONFIG_KEY"] = "folder/a b.json"
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let merged = try await RuntimeConfiguration.added(
            to: environment, transport: moto.transport, clock: .system, logger: logger, sleep: { _ in })
        #expect(merged["NEW"] == "von S3 – ü")
        environment["BLOCKS_CONFIG_KEY"] = "missing.json"
        let unchanged = try await RuntimeConfiguration.added(
            to: environment, transport: moto.transport, clock: .system, logger: logger, sleep: { _ in })
        #expect(unchanged == environment)
    }
}
