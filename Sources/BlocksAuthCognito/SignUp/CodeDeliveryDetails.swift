// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS

/// Where a code went.
public struct CodeDeliveryDetails: Sendable, Equatable, Encodable {
    /// The masked address; empty when Cognito did not say.
    public var destination: String
    /// `EMAIL`, `SMS` or `PHONE_NUMBER`.
    public var deliveryMedium: String
    /// The attribute that the code verifies; empty when Cognito did not say.
    public var attributeName: String

    /// Where a code went, in the words of the wire.
    public init(destination: String, deliveryMedium: String, attributeName: String) {
        self.destination = destination
        self.deliveryMedium = deliveryMedium
        self.attributeName = attributeName
    }

    /// Cognito's details; a medium that is not known counts as e-mail.
    public init(_ delivery: CodeDelivery?) {
        destination = delivery?.destination ?? ""
        attributeName = delivery?.attributeName ?? ""
        switch delivery?.deliveryMedium {
        case "SMS": deliveryMedium = "SMS"
        case "PHONE_NUMBER": deliveryMedium = "PHONE_NUMBER"
        default: deliveryMedium = "EMAIL"
        }
    }
}
