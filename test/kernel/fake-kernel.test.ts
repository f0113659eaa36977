// The fake kernel's WireGuard, and kinds of links that not every kernel has, beside the real ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { useFakeKernel } from '#dist/testing/index.js'
import { kernelStories } from '../fake-kernel-stories.js'
import { needs } from '../needs.js'

for (const [title, story] of Object.entries(kernelStories)) {
  test(title, async (t) => {
    if (!needs(t, 'kernel WireGuard')) return
    const namespace = await Namespace.create()
    t.after(() => namespace.close())
    await using real = await Network.open({ namespace })
    const wanted = await story(real)
    using _kernel = useFakeKernel()
    await using network = await Network.open()
    assert.deepEqual(await story(network), wanted)
  })
}
