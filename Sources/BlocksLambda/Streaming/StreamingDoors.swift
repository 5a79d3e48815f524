// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The front doors whose replies are streamed.
///
/// An event doesn't say whether its front door invoked the function so that it may stream, and a reply in the wrong form reaches clients
/// garbled; so the deployment says it, where it also sets the door up (`InvokeMode: RESPONSE_STREAM` of a function URL,
/// `responseTransferMode: STREAM` of a REST API's integration). All replies to such a door are streamed, short ones in one piece.
public struct StreamingDoors: Sendable, Equatable {
    /// The variable that names them, separated by commas: `function-url`, `rest-api`.
    public static let variable = "BLOCKS_RESPONSE_STREAMING"

    private var functionURL = false
    private var restAPI = false

    /// None: every reply leaves whole.
    public static let none = StreamingDoors()

    private init() {}

    /// The doors that `environment` names; none where the variable is missing or empty.
    ///
    /// Throws `ConfigurationError` for a name that is no door which can stream: HTTP APIs and load balancers can't.
    public init(environment: [String: String]) throws(ConfigurationError) {
        for entry in (environment[Self.variable] ?? "").utf8.split(separator: UInt8(ascii: ",")) {
            let name = String(Substring(entry)).lowercased().utf8.filter { $0 != UInt8(ascii: " ") }
            switch String(decoding: name, as: UTF8.self) {
            case "": continue
            case "function-url": functionURL = true
            case "rest-api": restAPI = true
            default:
                throw ConfigurationError(
                    "\(Self.variable) names front doors that stream, 'function-url' and 'rest-api', separated by commas. "
                        + "HTTP APIs and load balancers can't.", setting: Self.variable)
            }
        }
    }

    /// Whether the reply to `event` is streamed.
    func stream(to event: HTTPEvent) -> Bool {
        guard functionURL || restAPI else { return false }
        return switch event.frontDoor {
        case .functionURL: functionURL
        case .restAPI: restAPI
        case .httpAPI, .loadBalancer: false
        }
    }
}
