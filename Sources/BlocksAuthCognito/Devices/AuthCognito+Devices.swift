// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Remembers the device of the session, where the pool leaves that to the user.
    ///
    /// Throws 501 `InvalidParameterException` where devices are not tracked, 404 `ResourceNotFoundException` for a session that has no
    /// device, and others of Cognito's `UpdateDeviceStatus`.
    public func rememberDevice(_ context: BlocksContext) async throws {
        try await allowChange(context)
        try await withAccessToken(context) { token in
            guard let key = try await sessions.current(context)?.record.deviceKey else { throw noDevice }
            try await service.updateDeviceStatus(accessToken: token, deviceKey: key, remembered: true)
        }
    }

    /// The devices of the signed-in user; nothing is asked before the first is.
    ///
    /// Iterating throws 401 `NotAuthenticatedException` without a session, and others of Cognito's `ListDevices`.
    public func fetchDevices(_ context: BlocksContext) -> Pages<UserDevice> {
        Pages { pageToken in
            try await withAccessToken(context) { token in
                let page = try await service.listDevices(.init(accessToken: token, paginationToken: pageToken))
                return (page.devices.map { UserDevice($0) }, page.paginationToken)
            }
        }
    }

    /// Forgets a device of the signed-in user; it is an unknown one from then on.
    ///
    /// Throws 404 `ResourceNotFoundException` for a key that is none of theirs, and others of Cognito's `ForgetDevice`. The browser's own
    /// device loses its cookie.
    public func forgetDevice(_ context: BlocksContext, _ deviceKey: String) async throws {
        try await allowChange(context)
        let user: CognitoUser? = try await withAccessToken(context) { token in
            try await service.forgetDevice(accessToken: token, deviceKey: deviceKey)
            return try await sessions.current(context)?.user
        }
        guard let user else { return }
        try await mapped {
            guard try await devices.remembered([user.username], context)?.deviceKey == deviceKey else { return }
            devices.clear(context)
        }
    }

    private var noDevice: ApiError {
        options.deviceTracking == nil
            ? ApiError(
                "rememberDevice needs a pool that tracks devices: construct AuthCognito with { deviceTracking: {} }.",
                status: 501, name: AuthErrorName.invalidParameter.rawValue)
            : ApiError(.groupNotFound, "This session has no device. Sign in again to have it remembered.")
    }
}
