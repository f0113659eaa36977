// The fake kernel of sinfonia-tier3/testing answers as the real one does: the same story is told to both.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Network } from '#dist/network/network.js'
import { useFakeKernel } from '#dist/testing/index.js'
import { stories } from '../fake-kernel-stories.js'
import { needs } from '../needs.js'
import { emptyNetwork } from './networks.js'

for (const [title, story] of Object.entries(stories)) {
  test(title, async (t: TestContext) => {
    if (!needs(t, 'addon', 'launcher', 'userns')) return
    const real = await story(await emptyNetwork(t))
    using _kernel = useFakeKernel()
    await using network = await Network.open()
    assert.deepEqual(await story(network), real)
  })
}
