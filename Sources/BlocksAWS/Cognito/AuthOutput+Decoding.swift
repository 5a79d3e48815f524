// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension AuthOutput {
    /// The answer of `InitiateAuth` and its relatives: a challenge if it names one, else tokens, which may be missing.
    init(_ answer: JSONView) {
        if let name = answer["ChallengeName"]?.string, !name.isEmpty {
            var parameters: [String: String] = [:]
            if let members = answer["ChallengeParameters"]?.members {
                for member in members { parameters[member.key] = member.value.string }
            }
            self = .challenge(
                AuthChallenge(
                    name: ChallengeName(rawValue: name), session: answer.secret("Session"), parameters: parameters,
                    availableChallenges: answer["AvailableChallenges"]?.elements.compactMap(\.string) ?? []))
        } else {
            let result = answer["AuthenticationResult"]
            self = .tokens(
                AuthTokens(
                    idToken: result?.secret("IdToken"), accessToken: result?.secret("AccessToken"),
                    refreshToken: result?.secret("RefreshToken"), expiresIn: result?["ExpiresIn"]?.int,
                    newDevice: NewDevice(result?["NewDeviceMetadata"])))
        }
    }
}

extension NewDevice {
    fileprivate init?(_ metadata: JSONView?) {
        guard let key = metadata?["DeviceKey"]?.string, let group = metadata?["DeviceGroupKey"]?.string else {
            return nil
        }
        self.init(deviceKey: key, deviceGroupKey: group)
    }
}
