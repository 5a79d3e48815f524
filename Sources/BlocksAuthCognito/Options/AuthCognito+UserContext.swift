// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

extension AuthCognito {
    /// Where a request came from, for Cognito's threat protection; `nil` unless the option `threatProtection` is on.
    ///
    /// The address is the one that the front door itself saw, or the first of the option `trustedProxies`: what else `X-Forwarded-For` says
    /// is the client's choice.
    func userContext(_ context: BlocksContext?, _ encodedData: Secret<String>?) -> UserContext? {
        guard options.threatProtection, let request = context?.request else { return nil }
        return UserContext(
            ipAddress: request.clientAddress(trustedProxies: options.trustedProxies)?.text, encodedData: encodedData,
            endpoint: .init(serverName: request.header("host") ?? "", serverPath: request.path))
    }
}
