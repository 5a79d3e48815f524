// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An incremental parser of HTTP/1.1 responses (RFC 9112): bytes in, whole responses out, no I/O.
///
/// Stricter than the RFC where leniency hides a broken peer: lines end in CR LF, no folded lines, `Content-Length` and
/// `Transfer-Encoding` not together, `chunked` the only coding, and a body whose length isn't stated is refused because
/// its truncation could not be told.
struct HTTPResponseParser: Sendable {
    /// What a response may hold at most, in bytes.
    struct Limits: Sendable {
        /// Status line and fields together; trailers and chunk size lines count too.
        var head = 64 * 1024
        /// The body: the largest event is 6 MiB and a little, a synchronous one in base64 8 MiB.
        var body = 8 * 1024 * 1024 + 64 * 1024
    }

    private enum State {
        case statusLine
        case fields
        case lengthBody(remaining: Int)
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailers
        case complete
    }

    private let limits: Limits
    private var state = State.statusLine
    private var response = HTTPResponse()
    /// The start of a line whose end has not arrived.
    private var partialLine: [UInt8] = []
    private var headBytes = 0
    private var contentLength: Int?
    private var isChunked = false

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Whether any byte of the current response has arrived.
    private(set) var hasStarted = false

    /// Takes `bytes`; returns the response once its last byte is among them, and is then ready for the next one.
    ///
    /// Throws `malformedResponse` or `oversizedResponse`; the connection is of no further use then. Bytes after a complete
    /// response are refused: nothing was asked yet that they could answer.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws(LambdaError) -> HTTPResponse? {
        var rest = bytes[...]
        if !rest.isEmpty { hasStarted = true }
        while true {
            switch state {
            case .statusLine, .fields, .chunkSize, .chunkEnd, .trailers:
                guard try takeLine(&rest) else { return nil }
            case .lengthBody(let remaining):
                let left = takeBody(&rest, remaining)
                state = left == 0 ? .complete : .lengthBody(remaining: left)
                if left > 0 { return nil }
            case .chunkData(let remaining):
                let left = takeBody(&rest, remaining)
                state = left == 0 ? .chunkEnd : .chunkData(remaining: left)
                if left > 0 { return nil }
            case .complete:
                guard rest.isEmpty else {
                    throw LambdaError(.malformedResponse, "the Runtime API sent bytes after the end of its answer")
                }
                let finished = response
                self = HTTPResponseParser(limits: limits)
                return finished
            }
        }
    }

    // MARK: Lines

    /// Consumes up to the next line end; `false` when there is none yet.
    private mutating func takeLine(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) throws(LambdaError) -> Bool {
        let available = UnsafeBufferPointer(rebasing: rest)
        guard let base = available.baseAddress, let newline = memchr(base, 0x0A, available.count) else {
            try count(available.count)
            partialLine.append(contentsOf: available)
            rest = rest[rest.endIndex...]
            return false
        }
        let length = UnsafeRawPointer(newline) - UnsafeRawPointer(base) + 1
        try count(length)
        rest = rest[(rest.startIndex + length)...]
        let piece = UnsafeBufferPointer(rebasing: available[..<length])
        if partialLine.isEmpty {
            try line(piece)
        } else {
            var whole = partialLine
            partialLine = []
            whole.append(contentsOf: piece)
            let outcome = whole.withUnsafeBufferPointer { all -> Result<Void, LambdaError> in
                Result { () throws(LambdaError) in try line(all) }
            }
            try outcome.get()
        }
        return true
    }

    private mutating func count(_ bytes: Int) throws(LambdaError) {
        headBytes &+= bytes
        guard headBytes <= limits.head else {
            throw LambdaError(.oversizedResponse, "the Runtime API's header fields exceed \(limits.head) bytes")
        }
    }

    /// One whole line, including its LF.
    private mutating func line(_ terminated: UnsafeBufferPointer<UInt8>) throws(LambdaError) {
        guard terminated.count >= 2, terminated[terminated.count - 2] == 0x0D else { throw malformed("a bare LF") }
        let line = UnsafeBufferPointer(rebasing: terminated[..<(terminated.count - 2)])
        switch state {
        case .statusLine: try statusLine(line)
        case .fields: if line.isEmpty { try headEnded() } else { try field(line) }
        case .chunkSize: try chunkSize(line)
        case .chunkEnd:
            guard line.isEmpty else { throw malformed("a chunk longer than its size") }
            state = .chunkSize
        case .trailers:
            guard line.isEmpty || HTTPFieldLine(line) != nil else { throw malformed("a trailer") }
            if line.isEmpty { state = .complete }
        case .lengthBody, .chunkData, .complete: throw malformed("a line where none belongs")
        }
    }

    /// `HTTP/1.1 200 OK` (RFC 9112 §4); the reason is ignored and may be missing.
    private mutating func statusLine(_ line: UnsafeBufferPointer<UInt8>) throws(LambdaError) {
        let version: StaticString = "HTTP/1."
        guard line.count >= 12, (0..<7).allSatisfy({ line[$0] == version.utf8Start[$0] }),
            line[7] == UInt8(ascii: "1") || line[7] == UInt8(ascii: "0"), line[8] == 0x20,
            line.count == 12 || line[12] == 0x20,
            let status = HTTPFieldLine.decimal(UnsafeBufferPointer(rebasing: line[9..<12])), status >= 100
        else { throw malformed("no HTTP/1.1 status line") }
        guard !HTTPFieldLine.holdsControl(UnsafeBufferPointer(rebasing: line[12...])) else {
            throw malformed("a control character in the reason")
        }
        response.status = Int(status)
        response.keepsAlive = line[7] == UInt8(ascii: "1")
        state = .fields
    }

    private mutating func field(_ line: UnsafeBufferPointer<UInt8>) throws(LambdaError) {
        guard let field = HTTPFieldLine(line) else { throw malformed("a header field") }
        // Most fields are none of the three: their length tells.
        switch field.name.count {
        case 10, 14, 17: break
        default: return response.fields.append(field, line: line)
        }
        if field.isNamed("content-length") {
            guard let length = HTTPFieldLine.decimal(field.value), contentLength == nil || contentLength == Int(length)
            else { throw malformed("the Content-Length") }
            contentLength = Int(length)
        } else if field.isNamed("transfer-encoding") {
            guard field.valueIs("chunked"), !isChunked else { throw malformed("a transfer coding other than chunked") }
            isChunked = true
        } else if field.isNamed("connection") {
            if field.valueIs("close") { response.keepsAlive = false }
        } else {
            response.fields.append(field, line: line)
        }
    }

    /// Decides how the body is delimited (RFC 9112 §6.3).
    private mutating func headEnded() throws(LambdaError) {
        guard !isChunked || contentLength == nil else { throw malformed("both a length and a transfer coding") }
        if response.status < 200 {
            // An interim answer; the one to the request follows. Its bytes still count towards the limit.
            let seen = headBytes
            self = HTTPResponseParser(limits: limits)
            (hasStarted, headBytes) = (true, seen)
        } else if response.status == 204 || response.status == 304 {
            state = .complete
        } else if isChunked {
            state = .chunkSize
        } else if let length = contentLength {
            guard length <= limits.body else { throw oversized() }
            response.body.reserveCapacity(length)
            state = .lengthBody(remaining: length)
        } else {
            throw malformed("no body length")
        }
    }

    // MARK: Bodies

    /// Hexadecimal digits and an optional extension, which is ignored (RFC 9112 §7.1).
    private mutating func chunkSize(_ line: UnsafeBufferPointer<UInt8>) throws(LambdaError) {
        var size = 0
        var digits = 0
        for byte in line {
            guard let digit = HTTPResponseParser.hexadecimal(byte) else { break }
            digits += 1
            guard digits <= 8 else { throw oversized() }
            size = size << 4 | digit
        }
        guard digits > 0, digits == line.count || line[digits] == UInt8(ascii: ";") else {
            throw malformed("a chunk size")
        }
        guard size <= limits.body - response.body.count else { throw oversized() }
        // The size is a claim: reserving what one chunk may hold at most keeps it within the limit just checked.
        if size > 0 { response.body.reserveCapacity(response.body.count + size) }
        state = size == 0 ? .trailers : .chunkData(remaining: size)
    }

    /// Moves at most `remaining` bytes to the body; returns how many are still to come.
    private mutating func takeBody(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ remaining: Int) -> Int {
        let piece = rest.prefix(remaining)
        response.body.append(contentsOf: UnsafeBufferPointer(rebasing: piece))
        rest = rest[piece.endIndex...]
        return remaining - piece.count
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte) - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte) - 0x37
        default: nil
        }
    }

    private func malformed(_ what: String) -> LambdaError {
        LambdaError(.malformedResponse, "the Runtime API's answer is not HTTP/1.1: \(what)")
    }

    private func oversized() -> LambdaError {
        LambdaError(.oversizedResponse, "the Runtime API's answer exceeds \(limits.body) bytes")
    }
}
