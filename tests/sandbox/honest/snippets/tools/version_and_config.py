import sys
import torch

print(torch.__version__, sys.version_info[:2])
print(torch.cuda.is_available(), torch.backends.mps.is_available(), torch.backends.mkldnn.is_available())
"PyTorch built with" in torch.__config__.show()
