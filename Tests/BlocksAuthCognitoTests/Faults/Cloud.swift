// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksHTTP
import HTTPTypes
import Synchronization
import TestSupport

@testable import BlocksAuthCognito

/// What the application stands on when it is deployed.
enum CloudService: String, Sendable, CaseIterable {
    case cognito = "Cognito"
    case keys = "Cognito's keys"
    case dynamoDB = "DynamoDB"
    case ssm = "SSM"

    /// Whose request it is; `nil` for none of theirs.
    init?(target: String?, isKeys: Bool) {
        switch target?.split(separator: ".").first {
        case "AWSCognitoIdentityProviderService": self = .cognito
        case "DynamoDB_20120810": self = .dynamoDB
        case "AmazonSSM": self = .ssm
        default:
            guard isKeys else { return nil }
            self = .keys
        }
    }

    /// What follows `AWS_ENDPOINT_URL_` in the variable of its endpoint.
    var variable: String {
        switch self {
        case .cognito, .keys: "COGNITO_IDENTITY_PROVIDER"
        case .dynamoDB: "DYNAMODB"
        case .ssm: "SSM"
        }
    }
}

/// The four services as far as sessions use them, in memory, for transports and servers of tests to answer from.
///
/// The table knows the conditions that stores use by their texts.
final class Cloud: Sendable {
    private let clock: WallClock
    private let state = Mutex(State())

    private struct State {
        var items: [String: JSONValue] = [:]
        var parameters: [String: String] = [:]
        var refreshes = 0
    }

    init(_ clock: WallClock) { self.clock = clock }

    /// How many entries the tables hold.
    var entries: Int { state.withLock { $0.items.count } }

    /// A row of a table, as DynamoDB writes it.
    func item(_ key: String, in table: String) -> JSONValue? { state.withLock { $0.items["\(table) \(key)"] } }

    /// Writes a row as another program would.
    func put(item: JSONValue, in table: String) {
        state.withLock { $0.items["\(table) \(item["pk"]?["S"]?.string ?? "")"] = item }
    }

    /// Sets a parameter as an operator would.
    func put(parameter: String, _ value: String) { state.withLock { $0.parameters[parameter] = value } }

    /// The answer of `service` to a request with this target and body.
    func answer(_ service: CloudService, _ target: String, _ body: [UInt8]) -> InboundResponse {
        let input = (try? JSONValue(parsing: body)) ?? .null
        let operation = target.split(separator: ".").last.map(String.init) ?? ""
        switch service {
        case .keys: return .json(Twin.goodKeys)
        case .cognito: return cognito(operation)
        case .ssm: return parameter(operation, input)
        case .dynamoDB: return item(operation, input)
        }
    }

    private func cognito(_ operation: String) -> InboundResponse {
        guard operation == "InitiateAuth" || operation == "GetTokensFromRefreshToken" else { return .json("{}") }
        let number = state.withLock { state in
            if operation == "GetTokensFromRefreshToken" { state.refreshes += 1 }
            return state.refreshes
        }
        let tokens = TestTokenIssuer.shared.tokens(now: clock.now(), mark: "\(number)")
        let result: JSONValue = [
            "AuthenticationResult": [
                "IdToken": .string(tokens.idToken?.exposed ?? ""),
                "AccessToken": .string(tokens.accessToken?.exposed ?? ""),
                "RefreshToken": .string(tokens.refreshToken?.exposed ?? ""), "ExpiresIn": 3600, "TokenType": "Bearer",
            ]
        ]
        return .json(Twin.text(result))
    }

    private func parameter(_ operation: String, _ input: JSONValue) -> InboundResponse {
        let name = input["Name"]?.string ?? ""
        return state.withLock { state in
            if operation == "PutParameter" {
                guard state.parameters[name] == nil else { return .awsError("ParameterAlreadyExists") }
                state.parameters[name] = input["Value"]?.string
                return .json(#"{"Version":1}"#)
            }
            guard let value = state.parameters[name] else { return .awsError("ParameterNotFound") }
            return .json(Twin.text(["Parameter": ["Name": .string(name), "Value": .string(value)]]))
        }
    }

    private func item(_ operation: String, _ input: JSONValue) -> InboundResponse {
        let item = input["Item"] ?? input["Key"] ?? .null
        let key = "\(input["TableName"]?.string ?? "") \(item["pk"]?["S"]?.string ?? "")"
        return state.withLock { state in
            let stored = state.items[key]
            if operation == "GetItem" {
                return .json(stored.map { Twin.text(["Item": $0]) } ?? "{}")
            }
            guard holds(input, stored) else { return .awsError("ConditionalCheckFailedException") }
            if operation == "PutItem" { state.items[key] = item } else { state.items.removeValue(forKey: key) }
            return .json("{}")
        }
    }

    private func holds(_ input: JSONValue, _ stored: JSONValue?) -> Bool {
        guard let condition = input["ConditionExpression"]?.string else { return true }
        let end = stored?["ttl"]?["N"]?.string.flatMap { Int64($0) }
        let alive = end.map { $0 > clock.now().seconds } ?? true ? stored : nil
        if condition.hasPrefix("attribute_not_exists(#pk)") { return alive == nil }
        guard let expected = input["ExpressionAttributeValues"]?[":expected"] else { return alive != nil }
        return alive?["value"] == expected
    }
}

/// A transport to the cloud, on which one service can fail.
final class CloudTransport: HTTPTransport {
    private let cloud: Cloud
    private let broken: Mutex<(CloudService, CloudFault)?> = Mutex(nil)
    private let met = Mutex(0)

    init(_ cloud: Cloud) { self.cloud = cloud }

    /// How many requests met the fault.
    var faults: Int { met.withLock { $0 } }

    /// Makes every request to `service` fail, or all work again with `nil`.
    func fail(_ fault: (CloudService, CloudFault)?) { broken.withLock { $0 = fault } }

    func send(_ request: OutboundRequest) async throws(TransportError) -> InboundResponse {
        let target = request.header("X-Amz-Target")
        guard let service = CloudService(target: target, isKeys: request.method == .get) else {
            throw TransportError(.other, detail: request.url)
        }
        if let (failing, fault) = broken.withLock({ $0 }), failing == service {
            met.withLock { $0 += 1 }
            return try fault.outcome(of: service).get()
        }
        return cloud.answer(service, target ?? "", request.body)
    }
}
