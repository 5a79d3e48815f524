// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

/// What the clients under test stand on: a script of answers, a fixed clock, waits that take no time.
struct Surroundings {
    static let credentials = [
        "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrEXAMPLE",
        "AWS_SESSION_TOKEN": "session-token",
    ]

    let transport: RecordingTransport
    let sleep = RecordedSleep()
    let configuration: AWSConfiguration

    init(
        _ transport: RecordingTransport, environment: [String: String] = Surroundings.credentials, jitter: Double = 1,
        now: Timestamp = Timestamp(seconds: 1_800_000_000)
    ) {
        self.transport = transport
        let sleep = sleep
        configuration = AWSConfiguration(
            environment: environment, transport: transport, clock: WallClock { now },
            sleep: { sleep.sleep($0) }, jitter: { jitter })
    }
}
