// SPDX-License-Identifier: Apache-2.0

/// Colours of terminal text (ECMA-48 §8.3.117); plain when the output is no terminal.
struct Style: Sendable {
    /// Whether anything is added to a text.
    let isOn: Bool

    private func wrap(_ text: String, _ code: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    func strong(_ text: String) -> String { wrap(text, "1") }
    func faint(_ text: String) -> String { wrap(text, "2") }
    func good(_ text: String) -> String { wrap(text, "32") }
    func bad(_ text: String) -> String { wrap(text, "31") }
    func name(_ text: String) -> String { wrap(text, "36") }
    func value(_ text: String) -> String { wrap(text, "33") }
}
