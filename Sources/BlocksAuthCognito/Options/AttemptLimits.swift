// SPDX-License-Identifier: Apache-2.0

/// How many attempts an address gets, on one account and in all, before it has to wait; shared by all processes (decision 0025).
///
/// Nothing is counted for an account alone, so that nobody can shut out a user who comes from another address. An IPv6 address counts by its
/// first 64 bits. Windows are fixed and begin at multiples of their length, so that over a boundary it can be twice as many.
public struct AttemptLimits: Sendable, Equatable {
    /// A number of attempts in a window of time.
    public struct Limit: Sendable, Equatable {
        /// How many, 1 to 1,000,000.
        public var attempts: Int64
        /// The length of the window in seconds, 60 to 86,400.
        public var seconds: Int64

        /// At most `attempts` in `seconds`.
        public init(_ attempts: Int64, inSeconds seconds: Int64) {
            self.attempts = attempts
            self.seconds = seconds
        }
    }

    /// Wrong passwords, by account and address.
    public var signIns: Limit
    /// Wrong codes and other wrong answers to challenges, by account and address.
    public var codes: Limit
    /// What makes Cognito send a message, whatever comes of it, by account and address.
    public var messages: Limit
    /// All of these together, by address, whatever the account.
    public var address: Limit

    /// By default 10 passwords and 10 codes in a quarter of an hour, 10 messages in an hour, and 300 of all in a quarter of an hour.
    public init(
        signIns: Limit = .init(10, inSeconds: 900), codes: Limit = .init(10, inSeconds: 900),
        messages: Limit = .init(10, inSeconds: 3600), address: Limit = .init(300, inSeconds: 900)
    ) {
        self.signIns = signIns
        self.codes = codes
        self.messages = messages
        self.address = address
    }

    /// What is wrong with them, to change before the start.
    var mistakes: [String] {
        var mistakes: [String] = []
        for (name, limit) in [("signIns", signIns), ("codes", codes), ("messages", messages), ("address", address)] {
            if !(1...1_000_000).contains(limit.attempts) {
                mistakes.append("attemptLimits.\(name) allows \(limit.attempts) attempts; choose 1 to 1000000.")
            }
            if !(60...86_400).contains(limit.seconds) {
                mistakes.append("attemptLimits.\(name) is for \(limit.seconds) seconds; choose 60 to 86400.")
            }
        }
        return mistakes
    }
}
