// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// A challenge that was posed and not yet met; its session is a random token of which the state holds the hash.
///
/// A session is good for one right answer: what follows gets a session of its own.
struct PendingChallenge: Codable, Sendable {
    /// Seconds that an answer may take: Cognito's default of three minutes.
    static let lifetime: Int64 = 180
    /// Wrong answers after which a session is dead (known weakness L9).
    static let attemptLimit = 3

    private let challenge: String
    let username: String
    /// Tells the user from a later one of the same name.
    let userSub: String
    /// Milliseconds since 1970.
    let expires: Int64
    private let device: String?
    /// `nil` for no, as in files from before there was such a member.
    private let passwordWasProved: Bool?
    /// What may be chosen, where something is.
    let choices: [String]
    /// The code that was sent for it, where one was.
    var code: PendingCode?
    /// The app that is being set up, where one is.
    var app: AuthenticatorApp?
    /// The address that is being set up: it becomes the user's with the right code.
    var email: String?
    /// What a passkey has to sign, where one is asked for.
    var passkey: PasskeyChallenge?
    /// The proof by SRP that is awaited, where one is.
    var proof: PendingProof?
    /// The custom sign-in that the challenge belongs to; `nil` for any other.
    var custom: CustomProgress?
    /// `nil` for no, as in files from before there was such a member.
    private var pretended: Bool?
    private var wrongAnswers = 0

    init(
        _ name: ChallengeName, username: String, user: LocalUser, on device: ClientDevice, at now: Timestamp,
        choices: [String] = []
    ) {
        self.init(name, username: username, userSub: user.userSub, on: device, at: now, choices: choices)
    }

    /// A challenge that may be for nobody: then `userSub` is no user's.
    init(
        _ name: ChallengeName, username: String, userSub: String, on device: ClientDevice, at now: Timestamp,
        choices: [String] = []
    ) {
        challenge = name.rawValue
        self.username = username
        self.userSub = userSub
        self.device = device.key
        passwordWasProved = device.passwordWasProved ? true : nil
        expires = now.adding(seconds: Self.lifetime).milliseconds
        self.choices = choices
    }

    /// What was known of the device when the challenge was posed.
    var clientDevice: ClientDevice { ClientDevice(key: device, passwordWasProved: passwordWasProved ?? false) }

    /// Whether it was posed only so that nobody learns who may sign in; no answer is right.
    var leadsNowhere: Bool {
        get { pretended ?? false }
        set { pretended = newValue ? true : nil }
    }

    /// Which challenge it is.
    var name: ChallengeName { ChallengeName(rawValue: challenge) }

    /// Counts a wrong answer; `false` when it was the last that is allowed.
    mutating func countWrongAnswer() -> Bool {
        wrongAnswers += 1
        return wrongAnswers < Self.attemptLimit
    }
}
