/* The few functions of ONNX Runtime's C API that we call, by their place in its table.
   The table only ever grows at its end (docs: "ONNX Runtime C API", versioning), so these hold
   for every release since 1.17, whose API version we ask for. */

#ifndef LONGSCROLL_ORT_H
#define LONGSCROLL_ORT_H

#include <stddef.h>
#include <stdint.h>

#define ORT_API 17
#ifdef _WIN32
#define CALL __stdcall
#define EXPORT __declspec(dllexport)
#else
#define CALL
#define EXPORT __attribute__((visibility("default")))
#endif

typedef struct Status Status;     /* NULL is success */
typedef struct Context Context;   /* of one run of a kernel */
typedef struct Info Info;         /* of a node */
typedef struct Value Value;       /* a tensor */
typedef struct Dims Dims;
typedef struct Options Options;   /* of a session */
typedef struct Domain Domain;
typedef void *const *Api;

typedef struct {
  Api(CALL *get_api)(uint32_t version);
  const char *(CALL *get_version)(void);
} ApiBase;

typedef Status *(CALL *CreateStatus)(int code, const char *message);
typedef Status *(CALL *CreateDomain)(const char *name, Domain **);
typedef Status *(CALL *AddToDomain)(Domain *, const void *op);
typedef Status *(CALL *AddDomain)(Options *, Domain *);
typedef Status *(CALL *GetData)(Value *, void **);
typedef Status *(CALL *CountDims)(const Dims *, size_t *);
typedef Status *(CALL *GetDims)(const Dims *, int64_t *, size_t);
typedef Status *(CALL *GetTypeAndShape)(const Value *, Dims **);
typedef Status *(CALL *GetInt)(const Info *, const char *, int64_t *);
typedef Status *(CALL *CountInputs)(const Context *, size_t *);
typedef Status *(CALL *GetInput)(const Context *, size_t, const Value **);
typedef Status *(CALL *GetOutput)(Context *, size_t, const int64_t *, size_t, Value **);
typedef void(CALL *ReleaseDims)(Dims *);
typedef Status *(CALL *ParallelFor)(const Context *, void (*)(void *, size_t), size_t, size_t,
                                    void *);

#define FUNCTION(api, type, place) ((type)(api)[place])
#define CREATE_STATUS(api) FUNCTION(api, CreateStatus, 0)
#define CREATE_DOMAIN(api) FUNCTION(api, CreateDomain, 26)
#define ADD_TO_DOMAIN(api) FUNCTION(api, AddToDomain, 27)
#define ADD_DOMAIN(api) FUNCTION(api, AddDomain, 28)
#define GET_DATA(api) FUNCTION(api, GetData, 51)
#define COUNT_DIMS(api) FUNCTION(api, CountDims, 61)
#define GET_DIMS(api) FUNCTION(api, GetDims, 62)
#define GET_TYPE_AND_SHAPE(api) FUNCTION(api, GetTypeAndShape, 65)
#define GET_INT(api) FUNCTION(api, GetInt, 86)
#define COUNT_INPUTS(api) FUNCTION(api, CountInputs, 88)
#define GET_INPUT(api) FUNCTION(api, GetInput, 90)
#define GET_OUTPUT(api) FUNCTION(api, GetOutput, 91)
#define RELEASE_DIMS(api) FUNCTION(api, ReleaseDims, 99)
#define PARALLEL_FOR(api) FUNCTION(api, ParallelFor, 274)

/* OrtCustomOp, up to what version 8 of the API had: later fields are read only for later
   versions. */
typedef struct CustomOp CustomOp;
struct CustomOp {
  uint32_t version;
  void *(CALL *create)(const CustomOp *, Api, const Info *);
  const char *(CALL *name)(const CustomOp *);
  const char *(CALL *provider)(const CustomOp *);
  int(CALL *input_type)(const CustomOp *, size_t);
  size_t(CALL *inputs)(const CustomOp *);
  int(CALL *output_type)(const CustomOp *, size_t);
  size_t(CALL *outputs)(const CustomOp *);
  void(CALL *compute)(void *kernel, Context *);
  void(CALL *destroy)(void *kernel);
  int(CALL *input_is_optional)(const CustomOp *, size_t);
  int(CALL *output_is_optional)(const CustomOp *, size_t);
};

enum { FLOATS = 1, BYTES = 2 };

#endif
