// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc

/// The one log line of a crash, put together in memory that was there before.
///
/// Everything here may run in a signal handler: no allocation, no lock, no loop over a sequence, whose iterator could need either.
struct CrashLine {
    private let buffer: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var length = 0

    init(_ buffer: UnsafeMutablePointer<UInt8>, capacity: Int) {
        self.buffer = buffer
        self.capacity = capacity
    }

    /// What is known of a crash.
    struct Crash {
        let signal: Int32
        /// Where the thread stood, 0 when that can't be told on this machine; the static executable is not relocated, so that
        /// `addr2line` takes it as it is.
        let programCounter: UInt
        /// Seconds and milliseconds since 1970.
        let seconds: Int64, milliseconds: Int64
    }

    /// Writes the JSON object and its newline.
    ///
    /// Lambda keeps the level only beside a timestamp; the time is UTC.
    mutating func write(_ crash: Crash, _ inFlight: InFlight) {
        put("{\"timestamp\":\"")
        putTime(crash.seconds, crash.milliseconds)
        put("\",\"level\":\"FATAL\",\"message\":\"the process was ended by ")
        put(CrashLine.name(of: crash.signal))
        put("\",\"signal\":\"")
        put(CrashLine.name(of: crash.signal))
        put("\",\"programCounter\":\"")
        put(hexadecimal: crash.programCounter)
        put("\"")
        putIDs(inFlight)
        put("}\n")
    }

    /// What has been written.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: buffer, count: length) }

    /// `requestId` when one invocation is under way, `requestIds` when several are; as many as there is room for.
    private mutating func putIDs(_ inFlight: InFlight) {
        var underWay = 0
        var number = 0
        while number < inFlight.count {
            if !inFlight[number].id.isEmpty { underWay &+= 1 }
            number &+= 1
        }
        guard underWay > 0 else { return }
        put(underWay == 1 ? ",\"requestId\":" : ",\"requestIds\":[")
        var written = 0
        number = 0
        // Workers go on meanwhile when another thread crashed: one id was promised, so one is written.
        while number < inFlight.count, underWay > 1 || written == 0 {
            let id = inFlight[number].id
            number &+= 1
            // Room for the id, its quotes and comma, and the end of the line.
            guard !id.isEmpty, capacity &- length > id.count &+ 8 else { continue }
            if written > 0 { put(",") }
            put("\"")
            put(id)
            put("\"")
            written &+= 1
        }
        if underWay > 1 { put("]") } else if written == 0 { put("null") }
    }

    private mutating func putTime(_ seconds: Int64, _ milliseconds: Int64) {
        let date = CivilDate(daysSince1970: seconds / 86_400)
        let time = Int(seconds % 86_400)
        put(date.year, width: 4)
        put("-")
        put(date.month, width: 2)
        put("-")
        put(date.day, width: 2)
        put("T")
        put(time / 3600, width: 2)
        put(":")
        put(time / 60 % 60, width: 2)
        put(":")
        put(time % 60, width: 2)
        put(".")
        put(Int(milliseconds), width: 3)
        put("Z")
    }

    // MARK: Pieces

    private mutating func put(_ text: StaticString) {
        put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, bytes.count <= capacity &- length else { return }
        memcpy(buffer + length, source, bytes.count)
        length &+= bytes.count
    }

    private mutating func put(byte: UInt8) {
        guard length < capacity else { return }
        buffer[length] = byte
        length &+= 1
    }

    private mutating func put(_ number: Int, width: Int) {
        var scale = 1
        var digits = 1
        while digits < width {
            scale &*= 10
            digits &+= 1
        }
        while scale > 0 {
            put(byte: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / scale % 10))
            scale /= 10
        }
    }

    private mutating func put(hexadecimal number: UInt) {
        put("0x")
        var shift: UInt = 60
        while shift > 0, number &>> shift == 0 { shift &-= 4 }
        while true {
            let digit = UInt8(truncatingIfNeeded: number &>> shift & 0xF)
            put(byte: digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10)
            if shift == 0 { return }
            shift &-= 4
        }
    }

    private static func name(of signal: Int32) -> StaticString {
        switch signal {
        case SIGSEGV: "SIGSEGV"
        case SIGILL: "SIGILL"
        case SIGTRAP: "SIGTRAP"
        case SIGBUS: "SIGBUS"
        case SIGABRT: "SIGABRT"
        case SIGFPE: "SIGFPE"
        default: "a signal"
        }
    }
}
