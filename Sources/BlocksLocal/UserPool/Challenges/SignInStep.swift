// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// What a sign-in comes to once the state that belongs to it is written: tokens or a challenge, and perhaps a message.
struct SignInStep {
    let output: AuthOutput
    /// The code to tell of; `nil` when none was sent.
    var issued: IssuedCode?
    /// Where the code goes.
    var contact = Contact.none
}

extension LocalUserPool {
    /// Writes what `change` decides, and only then hands it out.
    func take(_ change: (inout PoolState) throws(AWSError) -> SignInStep) throws(AWSError) -> AuthOutput {
        let step = try commit(change)
        if let issued = step.issued { announce(issued, to: step.contact) }
        return step.output
    }

    /// Poses a challenge, with a session of its own.
    ///
    /// The parameters name the user by the permanent id, as in Cognito: an alias may have been typed, and ids are of one length.
    func pose(
        _ pending: PendingChallenge, _ parameters: [String: String] = [:], offering available: [String] = [],
        in next: inout PoolState
    ) throws(AWSError) -> AuthOutput {
        let session = try newToken()
        next.challenges[TokenDigest.of(session)] = pending
        let named = parameters.merging(["USER_ID_FOR_SRP": pending.userSub]) { given, _ in given }
        return .challenge(
            AuthChallenge(name: pending.name, session: session, parameters: named, availableChallenges: available))
    }

    /// Poses a challenge whose answer is a code, which goes to `contact`; `shown` is what the client sees of the address.
    func poseCode(
        _ pending: PendingChallenge, to contact: Contact, shown: String?, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        let delivery = contact.delivery
        let (issued, code) = try makeCode(.mfa, for: pending.username, at: contact)
        var pending = pending
        pending.code = code
        let parameters = [
            "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.deliveryMedium ?? "",
            "CODE_DELIVERY_DESTINATION": shown ?? delivery.destination ?? "",
        ]
        return SignInStep(output: try pose(pending, parameters, in: &next), issued: issued, contact: contact)
    }

    /// A list as challenges carry it: JSON text.
    static func listParameter(_ values: [String]) -> String {
        var writer = JSONWriter()
        writer.value(.array(values.map { .string($0) }))
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
