// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// What came of changing one attribute.
public enum UpdateAttributeOutcome: Sendable, Equatable, Encodable {
    /// It has the new value.
    case updated
    /// The code that went there has to confirm it.
    case confirm(CodeDeliveryDetails)

    private enum CodingKeys: CodingKey { case isUpdated, nextStep }
    private enum StepKeys: CodingKey { case name, codeDeliveryDetails }

    /// Writes `{"isUpdated":true}` or `{"isUpdated":false,"nextStep":…}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .updated: try container.encode(true, forKey: .isUpdated)
        case .confirm(let details):
            try container.encode(false, forKey: .isUpdated)
            var step = container.nestedContainer(keyedBy: StepKeys.self, forKey: .nextStep)
            try step.encode("CONFIRM_ATTRIBUTE_WITH_CODE", forKey: .name)
            try step.encode(details, forKey: .codeDeliveryDetails)
        }
    }
}

/// What came of changing several attributes, by Cognito's names in the order of the request.
public struct UpdateAttributesResult: Sendable, Equatable, Encodable {
    private let outcomes: [Outcome]

    private struct Outcome: Sendable, Equatable {
        let name: String
        let outcome: UpdateAttributeOutcome
    }

    init(_ names: [String], _ deliveries: [CodeDelivery]) {
        outcomes = names.map { name in
            let delivery = deliveries.first { $0.attributeName == name }
            return Outcome(name: name, outcome: delivery.map { .confirm(CodeDeliveryDetails($0)) } ?? .updated)
        }
    }

    /// What came of the attribute with Cognito's name `name`; `nil` when it was not asked for.
    public subscript(name: String) -> UpdateAttributeOutcome? {
        outcomes.first { $0.name == name }?.outcome
    }

    /// Writes a JSON object, name to outcome.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        for outcome in outcomes { try container.encode(outcome.outcome, forKey: AnyCodingKey(outcome.name)) }
    }
}
