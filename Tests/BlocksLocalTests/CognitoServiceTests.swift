// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import TestSupport
import Testing

@testable import BlocksLocal

/// The suite of every ``CognitoService``, over the local pool.
@Suite struct CognitoServiceTests {
    private let bed = LocalBed()

    @Test(arguments: CognitoServiceCase.cases(for: .local))
    func `the local pool does what every pool must do`(test: CognitoServiceCase) async throws {
        let (pool, platform) = try bed.pool(CognitoServiceBed.configuration)
        try await test.body(
            CognitoServiceBed(pool, clock: bed.clock) { platform.outbox.newest(for: $0)?.code })
    }

    @Test func `how much of the suite is asked`() {
        print(CognitoServiceCase.coverage(of: .local))
        #expect(CognitoServiceCase.cases(for: .local).count >= CognitoServiceCase.all.count - 1)
    }
}
