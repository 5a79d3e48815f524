// SPDX-License-Identifier: Apache-2.0

import App
import BlocksTool

@main struct Blocks { static func main() async { await BlocksTool.main(DemoApp.self) } }
