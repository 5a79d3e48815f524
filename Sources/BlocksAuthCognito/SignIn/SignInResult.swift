// SPDX-License-Identifier: Apache-2.0

/// What came of a sign-in or of one answer to a challenge.
public enum SignInResult: Sendable, Equatable, Encodable {
    /// The user is signed in and the response carries the session cookie.
    case signedIn(CognitoUser)
    /// One more answer is needed.
    case continueSignIn(SignInNextStep)

    private enum CodingKeys: String, CodingKey { case status, user, nextStep }

    /// Writes `{"status":"signedIn","user":…}` or `{"status":"continueSignIn","nextStep":…}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .signedIn(let user):
            try container.encode("signedIn", forKey: .status)
            try container.encode(user, forKey: .user)
        case .continueSignIn(let step):
            try container.encode("continueSignIn", forKey: .status)
            try container.encode(step, forKey: .nextStep)
        }
    }
}
