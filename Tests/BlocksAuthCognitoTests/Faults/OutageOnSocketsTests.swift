// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// The faults of connections, on real sockets, with what is left of a request's time as the limit.
struct OutageOnSocketsTests {
    /// What the server of one service does in place of an answer.
    enum Fault: String, Sendable, CaseIterable {
        case timeout, reset, slowDrip = "slow drip", garbage
        case tlsFailure = "TLS failure"

        /// What goes over the wire; a failed handshake is a plain server at an `https` address.
        var reply: ScriptedReply {
            switch self {
            case .timeout, .tlsFailure: .hang
            case .reset: .close
            case .slowDrip: .drip(body: Array(#"{"Item":{}}"#.utf8), milliseconds: 100)
            case .garbage: .raw("\u{1}\u{2} this is no HTTP\r\n\r\n")
            }
        }
    }

    struct Cell: Sendable, CustomTestStringConvertible {
        let service: CloudService
        let fault: Fault
        var testDescription: String { "\(service.rawValue): \(fault.rawValue)" }
    }

    static let cells = CloudService.allCases.flatMap { service in
        Fault.allCases.map { Cell(service: service, fault: $0) }
    }

    @Test(arguments: cells) func `a broken connection is a retriable 503 in time, and costs no session`(
        cell: Cell
    ) async throws {
        let bed = CloudBed(clock: MovableClock(WallClock.system.now()))
        let cookies = try await bed.expiredSession()
        let cloud = bed.cloud
        let server = try ScriptedHTTPServer { request in
            let target = request.header("X-Amz-Target")
            let service = CloudService(target: target, isKeys: request.method == "GET")
            guard let service, service != cell.service else { return cell.fault.reply }
            let answer = cloud.answer(service, target ?? "", request.body)
            return .response(status: answer.status, headers: answer.headers, body: answer.body)
        }
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        var environment = ["AWS_ENDPOINT_URL": server.url]
        if cell.fault == .tlsFailure {
            environment["AWS_ENDPOINT_URL_" + cell.service.variable] = "https://127.0.0.1:\(server.port)"
        }
        let process = try bed.process(
            environment: environment,
            transport: CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false))
        let start = ContinuousClock.now
        let end = WallClock.system.now().adding(milliseconds: 600)
        let (error, setCookies) = await Deadline.$current.withValue(Deadline(expires: end, clock: .system)) {
            await bed.request(process, cookies)
        }
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(error?.status == 503)
        #expect(error?.retriable == true)
        #expect(setCookies.isEmpty)
        // With no time left the lease could not be given back; it ends by itself.
        bed.clock.advance(seconds: RefreshLease.seconds)
        let healthy = try bed.process()
        #expect(await bed.request(healthy, cookies).error == nil)
    }
}
