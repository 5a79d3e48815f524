// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BlocksCore

/// The shapes of events that `blocks events generate` writes: one for every source that the handler serves.
enum SampleShape: Hashable, Sendable {
    case restAPI
    case httpAPI
    case functionURL
    case loadBalancer(multiValue: Bool)
    case webSocket(WebSocketStage)
    case records(RecordSource)
    case eventBridge
    case schedule
    case direct
    case trigger(TriggerName)

    /// What a WebSocket API tells of a connection.
    enum WebSocketStage: String, CaseIterable {
        case connect, message, disconnect
    }

    /// Where records come from.
    enum RecordSource: String, CaseIterable {
        case sqs, kinesis, dynamodb, sns
    }

    /// The name on the command line.
    var name: String {
        switch self {
        case .restAPI: "rest-api"
        case .httpAPI: "http-api"
        case .functionURL: "function-url"
        case .loadBalancer(let multiValue): multiValue ? "alb-multi-value" : "alb"
        case .webSocket(let stage): "websocket-\(stage.rawValue)"
        case .records(let source): source.rawValue
        case .eventBridge: "eventbridge"
        case .schedule: "schedule"
        case .direct: "direct"
        case .trigger(let trigger): Self.kebab(trigger.displayName)
        }
    }

    /// Whether the event is an HTTP request.
    var isHTTP: Bool {
        switch self {
        case .restAPI, .httpAPI, .functionURL, .loadBalancer: true
        default: false
        }
    }

    /// `pre-sign-up` of `PreSignUp`, `custom-sms-sender` of `CustomSMSSender`.
    private static func kebab(_ name: String) -> String {
        let letters = Array(name)
        var text = ""
        for (index, letter) in letters.enumerated() {
            let startsWord =
                index > 0 && letter.isUppercase
                && (letters[index - 1].isLowercase || (index + 1 < letters.count && letters[index + 1].isLowercase))
            text += (startsWord ? "-" : "") + letter.lowercased()
        }
        return text
    }
}

extension SampleShape: CaseIterable {
    static let allCases: [SampleShape] =
        [.restAPI, .httpAPI, .functionURL, .loadBalancer(multiValue: false), .loadBalancer(multiValue: true)]
        + WebSocketStage.allCases.map(SampleShape.webSocket) + RecordSource.allCases.map(SampleShape.records)
        + [.eventBridge, .schedule, .direct] + TriggerName.allCases.map(SampleShape.trigger)
}

extension SampleShape: ExpressibleByArgument {
    init?(argument: String) {
        guard let shape = Self.allCases.first(where: { $0.name == argument.lowercased() }) else { return nil }
        self = shape
    }

    var defaultValueDescription: String { name }

    static var allValueStrings: [String] { allCases.map(\.name) }
}
