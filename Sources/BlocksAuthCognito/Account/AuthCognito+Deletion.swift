// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Deletes the signed-in user; session, cookie and the user's own device go only when Cognito has done it.
    public func deleteUser(_ context: BlocksContext) async throws {
        try await allowChange(context)
        let isOwnDevice = try await withAccessToken(context) { token in
            let user = try await sessions.current(context)?.user
            let device = try await devices.remembered([user?.username ?? ""], context)
            try await service.deleteUser(accessToken: token)
            return device != nil
        }
        await sessions.drop(context)
        if isOwnDevice { devices.clear(context) }
    }
}
