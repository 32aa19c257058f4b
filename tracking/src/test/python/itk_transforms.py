"""Where ITK's transforms take a point, by scipy's rotations: the numbers in TransformFilesTest. x -> M (x - c) + c + t."""
import numpy as np
from scipy.spatial.transform import Rotation

point = np.array([3.0, -2.0, 5.0])
c = np.array([1.0, 2.0, 3.0])
t = np.array([0.5, -0.25, 0.125])


def about(m, x):
    return m @ (x - c) + c + t


# Euler3DTransform: Rz Rx Ry, or with ComputeZYX Rz Ry Rx; both extrinsic.
a = (0.1, -0.2, 0.3)
rx, ry, rz = (Rotation.from_rotvec(v * np.eye(3)[i]).as_matrix() for i, v in enumerate(a))
euler = rz @ rx @ ry
print("euler", about(euler, point))
print("euler zyx", about(rz @ ry @ rx, point))
# Versor: the vector part of the unit quaternion.
v = np.array([0.1, 0.2, -0.3])
versor = Rotation.from_quat([*v, np.sqrt(1 - v @ v)]).as_matrix()
print("versor", about(versor, point))
print("similarity", about(1.1 * versor, point))
affine = np.array([[1.0, 0.1, 0.0], [0.0, 0.9, 0.2], [0.05, 0.0, 1.2]])
print("affine", about(affine, point))
# A composite applies the last listed first.
print("composite of euler, affine", about(euler, about(affine, point)))
