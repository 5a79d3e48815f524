// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BlocksCore
import Foundation

/// `blocks events generate`: an event of any shape, on standard output.
struct EventsGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write an event as its source would send it.",
        discussion: """
            The event goes to standard output: keep it in a file, or hand it to \
            'blocks invoke -'. Choices that are not made get values that fit; a choice \
            that means nothing for a shape is refused.

            rest-api, http-api, function-url, alb, alb-multi-value
              A request. websocket-connect takes headers, cookies and the query
              of a --path '/?…' too.
            sqs, kinesis, dynamodb, sns
              A record for each --body. A queue called NAME.fifo is a FIFO queue;
              an item is a JSON object whose first member is its key.
            pre-sign-up, custom-message, define-auth-challenge, …
              A question of a user pool. Members of the JSON object --body
              replace those of the request.

            Examples:
              blocks events generate http-api --path /health | blocks invoke -
              blocks events generate rest-api --call api.greet --params '["Ann"]'
              blocks events generate function-url --path '/a?q=1' --cookie theme=dark
              blocks events generate sqs --body '{"id":"o-1","count":1}' \\
                --body '{"id":"o-2","count":0}'
              blocks events generate websocket-connect --path '/?token=abc'
              blocks events generate eventbridge --source com.example.shop \\
                --detail-type OrderPlaced --body '{"id":"o-1","count":1}'
            """)

    @Argument(help: "The event's shape; see below.")
    var shape: SampleShape

    @Option(help: "Method of a request. Default: POST where there is a body, else GET.")
    var method: String?

    @Option(help: "Path of a request, with its query, encoded as a client would send it. Default: '/'.")
    var path: String?

    @Option(help: "Body of a request or message, data of a record, detail of an event. Repeat it for several records.")
    var body: [String] = []

    @Option(help: "Header line of a request, 'Name: value'; may be repeated.")
    var header: [String] = []

    @Option(help: "Cookie of a request, 'name=value'; may be repeated.")
    var cookie: [String] = []

    @Option(help: "JSON-RPC method that a request calls, such as api.greet.")
    var call: String?

    @Option(help: "Parameters of --call, as a JSON array or object. Default: none.")
    var params: String?

    @Option(help: "Name of the queue, stream, table, topic, schedule, job or user.")
    var name: String?

    @Option(help: "Source of an EventBridge event or a direct invocation.")
    var source: String?

    @Option(help: "Detail type of an EventBridge event.")
    var detailType: String?

    func run() throws {
        let event = try event()
        let console = Console(environment: ProcessInfo.processInfo.environment)
        console.write(PrettyJSON(style: Style(isOn: false), longestText: .max).text(try event.value()))
    }

    /// What the choices make.
    ///
    /// Throws `ToolError` for one that is malformed or means nothing for the shape.
    func event() throws(ToolError) -> SampleEvent {
        try refuse(choicesWithoutMeaning)
        var event = SampleEvent(shape: shape)
        event.bodies = body
        event.name = name
        event.source = source
        event.detailType = detailType
        event.request.headers = try header.map { line throws(ToolError) in
            try Self.pair(line, ":", "--header 'Name: value'")
        }
        if !cookie.isEmpty {
            let pairs = try cookie.map { text throws(ToolError) in
                let pair = try Self.pair(text, "=", "--cookie name=value")
                return "\(pair.name)=\(pair.value)"
            }
            event.request.headers.append(("Cookie", pairs.joined(separator: "; ")))
        }
        let target = (path ?? (call == nil ? "/" : RPC.path)).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard target[0].hasPrefix("/") else { throw ToolError(.usage, "--path has to begin with '/'.") }
        guard shape.isHTTP || target[0] == "/" else {
            throw ToolError(.usage, "--path of '\(shape.name)' has to be '/', with a query if you like.")
        }
        event.request.path = String(target[0])
        event.request.query = target.count > 1 ? String(target[1]) : ""
        event.request.body = Array(try callBody ?? (shape.isHTTP ? body.first ?? "" : "").utf8)
        if call != nil, event.request.values(of: "content-type").isEmpty {
            event.request.headers.append(("Content-Type", "application/json"))
        }
        event.request.method = method?.uppercased() ?? (event.request.body.isEmpty ? "GET" : "POST")
        return event
    }

    /// The JSON-RPC request of `--call`.
    private var callBody: String.UTF8View? {
        get throws(ToolError) {
            guard let call else { return nil }
            var request: JSONObject = ["jsonrpc": "2.0", "method": .string(call)]
            if let params {
                guard let value = try? JSONValue(parsing: Array(params.utf8)), value.array != nil || value.object != nil
                else { throw ToolError(.usage, "--params has to be a JSON array or object, such as '[\"Ann\"]'.") }
                request["params"] = value
            }
            request["id"] = 1
            return String(decoding: JSONValue.object(request).encoded(), as: UTF8.self).utf8
        }
    }

    /// The choices that were made and mean nothing for the shape.
    private var choicesWithoutMeaning: [String] {
        var unused: [String] = []
        func check(_ option: String, _ isGiven: Bool, means: Bool) { if isGiven, !means { unused.append(option) } }
        let takesLines = shape.isHTTP || shape == .webSocket(.connect)
        check("--method", method != nil, means: shape.isHTTP)
        check("--path", path != nil, means: takesLines)
        check("--header", !header.isEmpty, means: takesLines)
        check("--cookie", !cookie.isEmpty, means: takesLines)
        check("--call", call != nil, means: shape.isHTTP && body.isEmpty)
        check("--params", params != nil, means: call != nil)
        check(
            "--body", !body.isEmpty, means: ![.webSocket(.connect), .webSocket(.disconnect), .schedule].contains(shape))
        var (isRecords, isTrigger) = (false, false)
        if case .records = shape { isRecords = true }
        if case .trigger = shape { isTrigger = true }
        check("a second --body", body.count > 1, means: isRecords)
        check("--name", name != nil, means: isRecords || isTrigger || shape == .schedule || shape == .direct)
        check("--source", source != nil, means: shape == .eventBridge || shape == .direct)
        check("--detail-type", detailType != nil, means: shape == .eventBridge)
        return unused
    }

    private func refuse(_ choices: [String]) throws(ToolError) {
        guard let first = choices.first else { return }
        let reason = first == "--call" && !body.isEmpty ? "together with --body" : "for '\(shape.name)'"
        throw ToolError(
            .usage, "\(first) means nothing \(reason). 'blocks events generate --help' says what goes together.")
    }

    /// `text` cut at the first `separator`, without blanks around the parts.
    private static func pair(
        _ text: String, _ separator: Character, _ form: String
    ) throws(ToolError) -> (name: String, value: String) {
        guard let cut = text.firstIndex(of: separator), cut > text.startIndex else {
            throw ToolError(.usage, "'\(text)' is not of the form \(form).")
        }
        let parts = [text[..<cut], text[text.index(after: cut)...]].map { $0.trimmingCharacters(in: .whitespaces) }
        return (parts[0], parts[1])
    }
}
