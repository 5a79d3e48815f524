// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Deletes the signed-in user; session and cookie go only when Cognito has done it.
    public func deleteUser(_ context: BlocksContext) async throws {
        try await withAccessToken(context) { token in
            try await service.deleteUser(accessToken: token)
        }
        await sessions.drop(context)
        devices.clear(context)
    }
}
