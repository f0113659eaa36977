// What a link of the helper's takes of the kernel's memory, and who is charged for it.
import assert from 'node:assert/strict'
import { until } from '../end-to-end/command.js'
import { attack } from './helper.js'
import { kernelMemory } from './kernel-memory.js'
import { MemoryGroup } from './memory-group.js'

attack(
  'a link takes about 0.2 MiB of the kernel, most of it charged to nobody, and gives it back',
  async (rig) => {
    const count = 200
    const own = await rig.namespace()
    // Debian's kernel has memory cgroups, the others of the tests have none.
    const group = MemoryGroup.join()
    try {
      assert.deepEqual(rig.attack('parallel', [own.descriptor], '1', 'first'), { 0: 1 })
      const before = kernelMemory()
      const chargedBefore = group?.charged() ?? 0
      assert.deepEqual(rig.attack('parallel', [own.descriptor], `${count}`, 'wg#'), { 0: count })
      const taken = kernelMemory() - before
      assert.ok(taken > 50 * count && taken < 1000 * count, `${taken / count} KiB a link`)
      const charged = (group?.charged() ?? 0) - chargedBefore
      assert.ok(charged < taken / 4, `${charged / count} KiB of ${taken / count} are charged`)
      await rig.close()
      await until('the memory is back', () => kernelMemory() < before + taken / 4)
    } finally {
      group?.leave()
    }
  },
  'python',
)
