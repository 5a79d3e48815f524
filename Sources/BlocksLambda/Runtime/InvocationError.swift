// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What the Lambda service is told about an invocation or a start that failed.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror>
struct InvocationError: Sendable {
    /// `Runtime.X` or `Function.X`; Lambda keeps only types that match `(Runtime|Function)\.[A-Z][a-zA-Z]+`.
    let type: String
    /// One sentence; shown to the caller and in the function's log.
    let message: String

    /// The error of an invocation.
    ///
    /// What this module doesn't know is not described: it may hold anything.
    init(_ error: any Error) {
        if let error = error as? LambdaError {
            self.init(type: error.code.rawValue, message: error.message)
        } else {
            self.init(type: "Function.UnexpectedError", message: "the handler failed; the log has the details")
        }
    }

    /// The error of a start: configuration mistakes are told in full, they name settings and hold no values.
    init(starting error: any Error) {
        if let error = error as? ConfigurationError {
            let setting = error.setting.map { " [\($0)]" } ?? ""
            let named = error.setting.map { error.message.includes($0) } ?? true
            self.init(type: Self.type(of: error.kind), message: named ? error.message : error.message + setting)
        } else if let error = error as? LambdaError {
            self.init(type: error.code.rawValue, message: error.message)
        } else {
            self.init(
                type: "Runtime.InitializationFailed", message: "\(Swift.type(of: error)); the log has the details")
        }
    }

    /// The type that a mistake in the configuration is reported as.
    static func type(of kind: ConfigurationError.Kind) -> String {
        switch kind {
        case .setting: "Runtime.InvalidConfiguration"
        case .unreadable: "Runtime.UnreadableConfiguration"
        case .key: "Runtime.InvalidKey"
        }
    }

    private init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    /// `{"errorType","errorMessage","stackTrace":[]}`; always valid JSON.
    var body: [UInt8] {
        var writer = JSONWriter(reserving: 96 + message.utf8.count)
        writer.beginObject()
        writer.key("errorType")
        writer.string(type)
        writer.key("errorMessage")
        writer.string(message)
        writer.key("stackTrace")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
