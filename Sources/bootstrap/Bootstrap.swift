// SPDX-License-Identifier: Apache-2.0

import App
import BlocksBootstrap
import BlocksLambda

@main struct Bootstrap { static func main() { LambdaRuntime.run(DemoApp.self) } }
