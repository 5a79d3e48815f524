// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Every service in every way it can fail, while a session has to be refreshed: the table of the article "Outages".
struct OutageTests {
    /// One cell of the table.
    struct Cell: Sendable, CustomTestStringConvertible {
        let service: CloudService
        let fault: CloudFault

        /// Cognito's own name for its internal error reaches the client, every other failure has one name.
        var name: String {
            service == .cognito && fault == .status500 ? "InternalErrorException" : "ServiceUnavailableException"
        }

        var testDescription: String { "\(service.rawValue): \(fault.rawValue)" }
    }

    static let cells = CloudService.allCases.flatMap { service in
        CloudFault.outages.map { Cell(service: service, fault: $0) }
    }

    @Test func `the table has a cell for each service and fault`() {
        #expect(Self.cells.count == 40)
    }

    @Test(arguments: cells) func `an outage is a retriable 503 and costs no session`(cell: Cell) async throws {
        let bed = CloudBed()
        let cookies = try await bed.expiredSession()
        let entries = bed.cloud.entries
        // A process that has just started: it knows neither the keys of the pool nor the secret of the cookie.
        let process = try bed.process()
        bed.transport.fail((cell.service, cell.fault))
        for _ in 0..<3 {
            let (error, setCookies) = await bed.request(process, cookies)
            #expect(error?.status == 503)
            #expect(error?.name == cell.name)
            #expect(error?.retriable == true)
            #expect(setCookies.isEmpty)
        }
        #expect(bed.transport.faults >= 3)
        bed.transport.fail(nil)
        let (error, _) = await bed.request(process, cookies)
        #expect(error == nil)
        #expect(bed.cloud.entries == entries)
    }

    @Test(arguments: cells.filter { $0.service != .dynamoDB })
    func `a session whose tokens still work needs DynamoDB alone`(cell: Cell) async throws {
        let bed = CloudBed()
        let (process, cookies) = (try bed.process(), try await bed.session())
        _ = await bed.request(process, cookies)
        bed.transport.fail((cell.service, cell.fault))
        let (error, setCookies) = await bed.request(process, cookies)
        #expect(error == nil)
        #expect(setCookies.isEmpty)
    }

    @Test func `what Cognito says of a dead refresh token ends the session, and nothing else does`() async throws {
        let bed = CloudBed()
        let cookies = try await bed.expiredSession()
        let (process, before) = (try bed.process(), bed.cloud.entries)
        bed.transport.fail((.cognito, .deadToken))
        let (error, setCookies) = await bed.request(process, cookies)
        #expect(error == .notAuthenticated)
        #expect(setCookies.count == 1)
        #expect(bed.cloud.entries < before)
    }
}
