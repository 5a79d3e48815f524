// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// How many invocations this process serves at a time: one, except on Lambda Managed Instances.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html>
struct WorkerCount {
    /// 1…``maximum``.
    let value: Int

    static let environmentName = "AWS_LAMBDA_MAX_CONCURRENCY"
    /// Beyond what a Managed Instance is given, and so few that with a connection to a service for each worker a process's usual 1,024
    /// descriptors suffice.
    static let maximum = 400

    /// The number in `AWS_LAMBDA_MAX_CONCURRENCY`; 1 when that is not set, or empty.
    ///
    /// Throws for anything else. To serve one at a time where many are sent would look like a service that is merely slow.
    init(_ environment: [String: String]) throws(ConfigurationError) {
        guard let text = environment[Self.environmentName], !text.isEmpty else {
            value = 1
            return
        }
        let isDecimal = text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard isDecimal, let number = Int(text), (1...Self.maximum).contains(number) else {
            throw ConfigurationError(
                "\(Self.environmentName) has to be a number from 1 to \(Self.maximum).", setting: Self.environmentName)
        }
        value = number
    }
}
