// SPDX-License-Identifier: Apache-2.0

public import Logging

/// What an app stands on: clock, environment, logger, and the drivers of the place where it runs.
///
/// `bootstrap` composes one over AWS, the developer tool one over local files; blocks ask it for services by type while the app is
/// built, so a missing one fails at start.
public struct Platform: Sendable {
    /// Where the time comes from.
    public var clock: WallClock
    /// The process environment as it was at start.
    public var environment: [String: String]
    /// Receives the log lines of blocks and handlers.
    public var logger: Logger
    /// True on a developer's machine: derived names then carry no stack name.
    public var isLocal: Bool
    private var services: [ObjectIdentifier: any Sendable] = [:]

    /// A platform that offers no services yet.
    public init(clock: WallClock = .system, environment: [String: String], logger: Logger, isLocal: Bool) {
        self.clock = clock
        self.environment = environment
        self.logger = logger
        self.isLocal = isLocal
    }

    /// Offers `service` under its static type, in place of an earlier one of that type.
    public mutating func provide<Service: Sendable>(_ service: Service) {
        services[ObjectIdentifier(Service.self)] = service
    }

    /// The service of type `type`; throws when this platform has none.
    public func service<Service: Sendable>(_ type: Service.Type) throws(ConfigurationError) -> Service {
        guard let service = services[ObjectIdentifier(type)] as? Service else {
            throw ConfigurationError("This platform provides no \(type). Call provide(_:) while it is composed.")
        }
        return service
    }

    /// `BLOCKS_STACK_NAME`, the first part of every derived name on AWS; `nil` locally and where it is not set.
    public var stackName: String? {
        guard !isLocal, let name = environment["BLOCKS_STACK_NAME"], !name.isEmpty else { return nil }
        return name
    }
}

/// The environment holds keys.
extension Platform: Withheld {}
