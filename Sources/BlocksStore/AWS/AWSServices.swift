// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore
public import BlocksHTTP

/// The platform's services on AWS: user pools of Cognito, tables of DynamoDB, parameters of SSM.
public enum AWSServices {
    /// Offers the three services, and the way to wait, to what `platform` will build.
    ///
    /// Nothing is called and nothing fails here. A service that an app declares and whose region, credentials, ids or endpoint are
    /// missing or malformed throws `ConfigurationError`, naming the variable, while the app is built; there is no local fallback.
    public static func provide(
        into platform: inout Platform, transport: any HTTPTransport,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        let configuration = AWSConfiguration(
            environment: platform.environment, transport: transport, clock: platform.clock, sleep: sleep)
        // One client a service, so that all its callers share one retry budget and one view of the service's clock.
        let dynamoDB = Result { () throws(ConfigurationError) in try DynamoDBClient(configuration) }
        let ssm = Result { () throws(ConfigurationError) in try SSMClient(configuration) }
        platform.provide(Pause(sleep))
        platform.provide(CognitoServiceProvider { try CognitoClient($0, configuration: configuration) })
        platform.provide(KVDriverProvider { DynamoDBDriver(try dynamoDB.get(), table: $0.name) })
        platform.provide(SettingDriverProvider { SSMSettingDriver(try ssm.get()) })
    }
}
