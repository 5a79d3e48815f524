// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc
import Synchronization

/// Says in one log line that the process is about to die of a signal, and for which invocations; then lets it die.
///
/// Without it, a crash shows in the log only as `Runtime.ExitError`. A trap of Swift's own arrives here too: it is SIGILL or SIGTRAP.
/// The line names no value of the program.
enum CrashReporter {
    /// A stack for the handler: that of the thread may be what has run out.
    private static let stackSize = 64 * 1024
    private static let lineSize = 16 * 1024

    /// Installs the handler for the calling thread's stack and the whole process; returns where workers note what they serve.
    ///
    /// Once a process: a second call hands out slots that nobody reads.
    static func install(slots: Int) -> InFlight {
        let inFlight = InFlight(slots: slots)
        guard let memory = malloc(lineSize + MemoryLayout<Area>.stride + stackSize) else { return inFlight }
        let area = memory.bindMemory(to: Area.self, capacity: 1)
        let line = (memory + MemoryLayout<Area>.stride).bindMemory(to: UInt8.self, capacity: lineSize)
        area.initialize(to: Area(inFlight: inFlight, line: line))
        guard crashArea.compareExchange(expected: 0, desired: UInt(bitPattern: area), ordering: .releasing).exchanged
        else { return inFlight }

        // A rehearsal: whatever is looked up on first use is at hand when it counts.
        _ = area.pointee.compose(SIGABRT, nil)
        isReporting.store(false, ordering: .relaxed)

        var stack = stack_t(ss_sp: memory + MemoryLayout<Area>.stride + lineSize, ss_flags: 0, ss_size: stackSize)
        sigaltstack(&stack, nil)
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { signal, _, context in
            CrashReporter.report(signal, context)
        }
        action.sa_flags = SA_SIGINFO | SA_ONSTACK
        // While it reports, another crash ends the process at once.
        sigfillset(&action.sa_mask)
        for signal in [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE] { sigaction(signal, &action, nil) }
        return inFlight
    }

    /// What the handler works with.
    struct Area {
        let inFlight: InFlight
        let line: UnsafeMutablePointer<UInt8>

        /// The line for `signal`, in the buffer kept for it.
        func compose(_ signal: Int32, _ context: UnsafeMutableRawPointer?) -> UnsafeBufferPointer<UInt8> {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            var text = CrashLine(line, capacity: lineSize)
            text.write(
                CrashLine.Crash(
                    signal: signal, programCounter: programCounter(context), seconds: Int64(time.tv_sec),
                    milliseconds: Int64(time.tv_nsec) / 1_000_000), inFlight)
            return text.bytes
        }
    }

    /// The instruction that the signal interrupted; 0 when it is not known.
    private static func programCounter(_ context: UnsafeMutableRawPointer?) -> UInt {
        guard let context = context?.assumingMemoryBound(to: ucontext_t.self) else { return 0 }
        #if arch(x86_64)
        return UInt(bitPattern: Int(context.pointee.uc_mcontext.gregs.16))  // REG_RIP
        #elseif arch(arm64)
        return UInt(context.pointee.uc_mcontext.pc)
        #else
        return 0
        #endif
    }

    /// Runs in the signal handler.
    fileprivate static func report(_ signal: Int32, _ context: UnsafeMutableRawPointer?) {
        let area = UnsafePointer<Area>(bitPattern: crashArea.load(ordering: .acquiring))
        // Threads that crash while the first one writes its line wait for the end of the process.
        while isReporting.exchange(true, ordering: .relaxed) { pause() }
        if let area {
            let line = area.pointee.compose(signal, context)
            _ = Glibc.write(STDERR_FILENO, line.baseAddress, line.count)
        }
        // Delivered when this returns, with what the system does by default: Lambda sees the crash as it is.
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
    }
}

// A signal handler is handed nothing and can capture nothing: these two are how it finds its way.

/// The address of the handler's memory; 0 before `install`.
private let crashArea = Atomic<UInt>(0)
/// The first thread to crash writes the line.
private let isReporting = Atomic<Bool>(false)
