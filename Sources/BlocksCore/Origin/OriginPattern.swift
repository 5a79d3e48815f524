// SPDX-License-Identifier: Apache-2.0

/// One configured origin pattern.
struct OriginPattern: Sendable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    var isEmpty: Bool { text.isEmpty }

    var warning: String? { nil }

    func matches(_ origin: String) -> Bool { origin == text }
}

extension Substring {
    /// This text without blanks at either end.
    func trimmingBlanks() -> String {
        let kept = drop { $0.isWhitespace }
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}
