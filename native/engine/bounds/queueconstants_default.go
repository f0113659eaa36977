// Package device: this file takes the place of wireguard-go's device/queueconstants_default.go (go build -overlay, see
// scripts/build-engine.js). Upstream lets its buffers of 64 KiB grow in number without bound; a tunnel for one application must
// not. Other than upstream's are the two queue sizes (1024 there) and the size of the pools (0, which means unbounded, there).
package device

import "golang.zx2c4.com/wireguard/conn"

const (
	QueueStagedSize            = conn.IdealBatchSize
	QueueOutboundSize          = 256
	QueueInboundSize           = 256
	QueueHandshakeSize         = 1024
	MaxSegmentSize             = 1<<16 - 1
	PreallocatedBuffersPerPool = 1024
)
