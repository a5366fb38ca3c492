// As much of the vendors' SDKs as the page's snippets call, by their documentation: so that they compile here.
#include <string.h>

#include "camera.h"

// ESP-IDF
typedef int esp_err_t;
typedef struct esp_partition_t esp_partition_t;
typedef enum {
    ESP_RST_UNKNOWN = 0,
    ESP_RST_POWERON = 1,
    ESP_RST_EXT = 2,
    ESP_RST_SW = 3,
    ESP_RST_PANIC = 4,
    ESP_RST_TASK_WDT = 6,
    ESP_RST_BROWNOUT = 9,
    ESP_RST_USB = 11,
} esp_reset_reason_t;
#define RTC_NOINIT_ATTR
#define ESP_OK 0
#define GPIO_NUM_9 9
esp_err_t esp_partition_read(const esp_partition_t *partition, size_t offset, void *into, size_t len);
esp_err_t esp_partition_write(const esp_partition_t *partition, size_t offset, const void *from, size_t len);
esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t len);
void esp_fill_random(void *into, size_t len);
_Noreturn void esp_restart(void);
esp_reset_reason_t esp_reset_reason(void);
int gpio_get_level(int pin);
int64_t esp_timer_get_time(void);

// Pico SDK
#define FLASH_PAGE_SIZE 256u
#define PICO_FLASH_SIZE_BYTES (2u * 1024 * 1024)
#define XIP_BASE 0x10000000
void flash_range_erase(uint32_t offset, size_t len);
void flash_range_program(uint32_t offset, const uint8_t *bytes, size_t len);
uint32_t save_and_disable_interrupts(void);
void restore_interrupts(uint32_t status);
uint64_t get_rand_64(void);
typedef struct {
    volatile uint32_t ctrl, load, reason, scratch[8];
} watchdog_hw_t;
extern watchdog_hw_t *const watchdog_hw;
bool watchdog_caused_reboot(void);
void watchdog_reboot(uint32_t pc, uint32_t sp, uint32_t delay_ms);
bool gpio_get(unsigned pin);
